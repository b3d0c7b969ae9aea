"""What a page of a DokuWiki becomes, whether it comes from the data folder or from the wiki itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from pydantic import Field

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, SourceConfig, TextList
from connectors.contract import ParseFailed
from connectors.dokuwiki import syntax
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing import html
from connectors.parsing.decode import decode
from connectors.parsing.fields import web_address
from connectors.parsing.model import Parsed

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
#: Pages that are part of every page, or patterns for new ones.
NO_PAGES = {"sidebar", "_template", "__template", "topheader", "footer"}


class WikiConfig(SourceConfig):
    """Which pages of a wiki are read, and what holds for all of them."""

    exclude: TextList = Field(
        (), title="Not these namespaces", description="Such as wiki, playground or drafts/old."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A page, read, or the reason why it could not be."""

    parsed: Parsed | None = None
    error: str | None = None


def mark_of(config: WikiConfig, address: str | None) -> str:
    """Return what of the configuration decides what a page becomes, as part of a fingerprint."""
    fields = config.model_dump_json(include={"audience", "language", "groups"})
    return hashlib.sha256(f"{READER_VERSION}{fields}{address}".encode()).hexdigest()[:8]


def read_page(data: bytes) -> Parsed:
    """Read one page. Runs in the guarded process.

    Raises:
        ParseFailed: if it is empty or no text.
    """
    parsed = syntax.parse(decode(data))
    if html.is_empty(parsed.body):
        raise ParseFailed(
            "The page holds no text: write something, or leave its namespace out with `exclude`."
        )
    return parsed


def read_texts(texts: Sequence[str]) -> list[Read]:
    """Read pages one by one: what one trips over concerns it alone. Runs in the guarded process."""
    return [_safely(text) for text in texts]


def _safely(text: str) -> Read:
    try:
        return Read(read_page(text.encode("utf-8", "surrogatepass")))
    except ParseFailed as error:
        return Read(error=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a parser trips over, the other pages still come in
        return Read(error=f"The page cannot be read ({type(error).__name__}): save it anew in the wiki.")


def document_of(
    page_id: str, parsed: Parsed, changed: float, config: WikiConfig, address: str | None
) -> Document:
    """Return the document of a page.

    Args:
        page_id: as DokuWiki has it, `namespace:page`.
        parsed: what it says.
        changed: when, in seconds since 1970; DokuWiki itself takes a page's date from its file.
        config: what holds for all pages.
        address: of the wiki's `doku.php`, if it is known.
    """
    namespace, _, name = page_id.rpartition(":")
    return Document(
        external_id=page_id,
        kind=Kind.ARTICLE,
        title=parsed.title or _title(name, namespace),
        body=parsed.body,
        body_format=BodyFormat(parsed.body_format),
        url=_address(address, page_id),
        audience=config.audience,
        groups=config.groups,
        language=config.language,
        folder=namespace.replace(":", "::").replace("_", " ") or None,
        updated_at=datetime.fromtimestamp(changed, tz=UTC),
        **parsed.fields,
    )


def _title(name: str, namespace: str) -> str:
    said = namespace.rpartition(":")[2] if name == "start" and namespace else name
    said = said.replace("_", " ").strip() or name
    return said[:1].upper() + said[1:]


def _address(base: str | None, page_id: str) -> str | None:
    if not base or not web_address(base):
        return None
    return f"{base.rstrip('/')}?id={quote(page_id, safe=':')}"
