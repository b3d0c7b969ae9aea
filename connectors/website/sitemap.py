"""Sitemaps (sitemaps.org): XML, packed or not, indexes of others, or plain lists of addresses."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from connectors.contract import ParseFailed
from connectors.parsing.decode import decode

#: What the protocol allows, per file.
MAX_ADDRESSES = 50_000
MAX_BYTES = 52_428_800
_LINK = "{http://www.w3.org/1999/xhtml}link"


@dataclass(slots=True)
class Sitemap:
    """What a sitemap lists.

    `pages` has each page's address with its translations (language and address), `others` are further
    sitemaps.
    """

    pages: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def read(data: bytes) -> Sitemap:
    """Read a sitemap. Runs in the guarded process.

    Raises:
        ParseFailed: it is none, or larger than one may be.
    """
    data = _unpacked(data)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = [line.strip() for line in decode(data).splitlines()[:MAX_ADDRESSES]]
        return Sitemap(pages={line: () for line in lines if line.startswith(("http://", "https://"))})
    found = Sitemap()
    try:
        # No entity is ever resolved, and nothing is fetched.
        parser = etree.iterparse(
            BytesIO(data),
            events=("end",),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=True,
        )
        for _, element in parser:
            _take(element, found)
            if len(found.pages) >= MAX_ADDRESSES:
                break
    except etree.XMLSyntaxError as error:
        raise ParseFailed(f"The sitemap is no valid XML (line {error.lineno}): correct it.") from None
    if not found.pages and not found.others and b"<urlset" not in data and b"<sitemapindex" not in data:
        raise ParseFailed("This is no sitemap: correct its address.")
    return found


def _take(element: etree._Element, found: Sitemap) -> None:
    kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if kind not in {"url", "sitemap"}:
        return
    place = next(
        (child.text or "" for child in element if str(child.tag).endswith("}loc") or child.tag == "loc"), ""
    )
    if place.strip() and kind == "sitemap":
        found.others.append(place.strip())
    elif place.strip():
        links = [(link.get("hreflang", ""), link.get("href", "")) for link in element.iter(_LINK)]
        found.pages[place.strip()] = tuple((language, href) for language, href in links if language and href)
    element.clear()


def _unpacked(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise ParseFailed("The sitemap is damaged: it cannot be unpacked.") from error
    if unpacker.unconsumed_tail:
        raise ParseFailed(f"The sitemap is larger than {MAX_BYTES // 1_000_000} MB unpacked: split it.")
    return plain
