"""The pictures that a text shows, kept as references: some can only be seen by those who are signed in."""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urljoin, urlsplit

from connectors.model import Attachment
from connectors.parsing.fields import web_address

_IMAGE = re.compile(
    r"<img\b[^>]{0,4000}?\ssrc\s*=\s*(?:\"([^\">]*)\"|'([^'>]*)'|([^\s\"'>]+))", re.IGNORECASE
)
_MARKDOWN = re.compile(r"!\[[^\]\n]{0,300}\]\(\s*<?([^\s)>]{1,2000})")


def pictures(body: str, base: str, *, markdown: bool = False) -> tuple[Attachment, ...]:
    """Return what the pictures of a text refer to, each once and with its whole address.

    Args:
        body: HTML as the service gives it.
        base: the address that relative ones belong to.
        markdown: whether it is Markdown, in which HTML may stand, too.
    """
    found: dict[str, Attachment] = {}
    written = [quoted or single or bare for quoted, single, bare in _IMAGE.findall(body)]
    for said in [*written, *(_MARKDOWN.findall(body) if markdown else ())]:
        address = _whole(html.unescape(said).strip(), base)
        if address is not None:
            found.setdefault(address, Attachment(name=_name(address), url=address))
    return tuple(found.values())


def _whole(address: str, base: str) -> str | None:
    if not address:
        return None
    try:
        return web_address(urljoin(base, address))
    except ValueError:
        return None


def _name(address: str) -> str:
    parts = urlsplit(address)
    named = parse_qs(parts.query).get("name")  # as helpdesks write it whose paths are keys
    return named[0] if named else PurePosixPath(parts.path).name or address
