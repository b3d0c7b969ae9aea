"""The pages of a Confluence export, from markup to title and text. Runs in the guarded child process."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from connectors.confluence import markup, storage
from connectors.confluence.storage import Surroundings
from connectors.contract import ParseFailed
from connectors.parsing import html
from connectors.parsing.decode import decode
from connectors.parsing.fields import read_moment, web_address

_NO_TEXT = "The page holds no text of its own, only macros or files: write some in Confluence."
_ADDRESS = re.compile(r"^(?:https?:|mailto:|tel:|#)")
_DAY = re.compile(r"\bon ([A-Z][a-z]{2} \d{1,2}, \d{4})")


@dataclass(frozen=True, slots=True)
class Body:
    """A page's body as it stands in an XML export."""

    text: str
    is_storage: bool
    surroundings: Surroundings


@dataclass(frozen=True, slots=True)
class Read:
    """A page, read, or the reason why it could not be. What an XML export says elsewhere is `None` here."""

    body: str = ""
    title: str | None = None
    folder: str | None = None
    labels: tuple[str, ...] = ()
    updated: Any = None
    error: str | None = None
    retryable: bool = False


#: What a page is read from: its body in an XML export, or the bytes of its file in an HTML one.
Source = Body | bytes


def read_all(sources: Sequence[Source]) -> list[Read]:
    """Read pages one by one: what one trips over concerns it alone."""
    return [_safely(source) for source in sources]


def _safely(source: Source) -> Read:
    try:
        read = _of_body(source) if isinstance(source, Body) else _of_file(source)
    except ParseFailed as error:
        return Read(error=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a parser trips over, the other pages still come in
        return Read(error=f"The page cannot be read ({type(error).__name__}): save it anew in Confluence.")
    return read if not html.is_empty(read.body) else Read(error=_NO_TEXT)


def _of_body(body: Body) -> Read:
    convert = storage.convert if body.is_storage else markup.convert
    return Read(convert(body.text, body.surroundings))


def _of_file(data: bytes) -> Read:
    text = decode(data, declares_charset=True)
    page = lxml_html.document_fromstring(text.strip() or "<p></p>")
    crumbs = [_said(link) for link in page.xpath("//*[@id='breadcrumbs']//a")]
    title = _title(page, crumbs)
    metadata = " ".join(_said(found) for found in page.xpath("//*[@class='page-metadata']"))
    day = _DAY.findall(metadata)
    labels = page.xpath("//*[contains(@id, 'labels') or contains(@class, 'label')]//a[contains(@rel, 'tag')]")
    main = page.xpath("//*[@id='main-content']")
    if not main:
        raise ParseFailed(
            "The page is not one that Confluence exported: leave it out, or export the space anew."
        )
    _strip(main[0])
    parsed = html.parse(etree.tostring(main[0], encoding="unicode", method="html"))
    return Read(
        parsed.body,
        title,
        # The name of the space's start page is often its own once more.
        "::".join(dict.fromkeys(crumbs)) or None,
        tuple(dict.fromkeys(map(_said, labels))),
        read_moment(day[-1]) if day else None,
    )


def _title(page: Any, crumbs: list[str]) -> str | None:
    """Return the page's title, which stands behind the name of its space."""
    found = page.xpath("//*[@id='title-text']")
    said = _said(found[0]) if found else ""
    return said.removeprefix(f"{crumbs[0]} : ") if crumbs else said or None


def _strip(main: Any) -> None:
    """Take out what leads nowhere outside of the export: pictures beside it, links between its files."""
    for furniture in main.xpath(".//*[contains(@class, 'toc-macro') or contains(@class, 'pagetree')]"):
        furniture.drop_tree()
    for picture in main.xpath(".//img"):
        address = web_address(picture.get("data-image-src") or "") or web_address(picture.get("src") or "")
        if address:
            picture.set("src", address)
        else:
            picture.drop_tree()
    for link in main.xpath(".//a[@href]"):
        if not _ADDRESS.match(link.get("href")):
            link.drop_tag()


def _said(element: Any) -> str:
    return " ".join(element.text_content().split())
