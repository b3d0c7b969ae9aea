"""One page of a website: its content without what surrounds it, and where it says it belongs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from connectors.parsing import html
from connectors.parsing.decode import decode
from connectors.parsing.fields import language_tag, read_moment
from connectors.website.addresses import normal

#: Links of one page that are looked at; more is a list made by a machine without end.
MAX_LINKS = 2000
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|cookie|consent|share|social|related|recent|sidebar|pagination|pager|feedback"
    r"|vote|votes|helpful|newsletter|subscribe|toc|table-of-contents|skip-link|comments?|promo|advert|banner)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_KEPT = {"html", "body", "main", "article", "h1", "h2", "h3", "h4", "p", "table", "pre", "code", "a", "img"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says.

    `canonical` is where it says it stands in truth; `alternates` are languages and addresses of its
    translations, itself among them; `unlisted` that it asks not to be found by search; `body` is empty if it
    shows nothing without running scripts.
    """

    title: str
    body: str
    language: str | None
    canonical: str | None
    alternates: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    unlisted: bool
    tags: tuple[str, ...]
    updated_at: datetime | None
    created_at: datetime | None


def read_page(data: bytes, charset: str | None, address: str) -> Page:
    """Read a page. Runs in the guarded process.

    Args:
        data: as the server sent it.
        charset: the encoding it says it has.
        address: of the page, for its links.

    Raises:
        ParseFailed: it is no text, or nested absurdly deep.
    """
    text = decode(data, declares_charset=True, named=charset)
    try:
        tree = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError):
        return Page("", "", None, None, (), (), False, (), None, None)
    base = normal(next(iter(tree.xpath("//base/@href")), ""), address) or address
    stated = dict(_stated(tree))
    links = tuple(dict.fromkeys(_links(tree, base)))
    canonical = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    alternates = [
        (str(link.get("hreflang")), found)
        for link in tree.xpath("//link[@rel='alternate'][@hreflang]")
        if (found := normal(link.get("href", ""), base))
    ]
    unlisted = "noindex" in _robots(tree)
    parsed = html.parse(_content(tree, base))
    fields = parsed.fields
    return Page(
        title=parsed.title or "",
        body="" if html.is_empty(parsed.body) else parsed.body,
        language=fields.get("language"),
        canonical=normal(str(canonical), base) if canonical else None,
        alternates=tuple(alternates),
        links=() if "nofollow" in _robots(tree) else links,
        unlisted=unlisted,
        tags=fields.get("tags", ()),
        updated_at=fields.get("updated_at") or stated.get("dateModified"),
        created_at=fields.get("created_at") or stated.get("datePublished"),
    )


def language_of(alternates: tuple[tuple[str, str], ...], address: str) -> str | None:
    """Return the language in which the translations list a page itself."""
    return next(
        (language_tag(tag) for tag, place in alternates if place == address and language_tag(tag)), None
    )


def original_of(alternates: tuple[tuple[str, str], ...], address: str, preferred: str | None) -> str | None:
    """Return the page that a page translates, the same one for all translations; `None` for itself.

    The one in the website's own language is taken for the original, else the one for everybody else
    (`x-default`) if it is one of them, else the first by address.
    """
    places = {place for tag, place in alternates if tag != "x-default"}
    if address not in places or len(places) < 2:  # noqa: PLR2004 - a page alone is no translation
        return None
    own = [place for tag, place in alternates if preferred and language_tag(tag) == preferred]
    others = [place for tag, place in alternates if tag == "x-default" and place in places]
    chosen = next(iter([*own, *others, min(places)]))
    return None if chosen == address else chosen


def _robots(tree: Any) -> str:
    said = tree.xpath("//meta[translate(@name, 'ROBTS', 'robts')='robots']/@content")
    return " ".join(str(item).lower() for item in said)


def _links(tree: Any, base: str) -> Iterator[str]:
    for anchor in tree.xpath("//a[@href] | //area[@href] | //link[@rel='next'][@href]")[:MAX_LINKS]:
        if "nofollow" in (anchor.get("rel") or ""):
            continue
        if found := normal(anchor.get("href"), base):
            yield found


def _content(tree: Any, base: str) -> str:
    """Return the page without what surrounds its content, and with whole addresses in it."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _KEPT or element.getparent() is None:
            continue
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (
            _AROUND.search(name)
            or _HIDDEN.search(element.get("style") or "")
            or element.get("hidden") is not None
        ):
            element.drop_tree()
    tree.make_links_absolute(base, resolve_base_href=False, handle_failures="discard")
    return str(lxml_html.tostring(tree, encoding="unicode"))


def _stated(tree: Any) -> Iterator[tuple[str, datetime]]:
    """Read the dates in the page's data for machines (schema.org, JSON-LD)."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()")[:10]:
        try:
            said = json.loads(script)
        except (ValueError, RecursionError):
            continue
        items = (
            said if isinstance(said, list) else said.get("@graph", [said]) if isinstance(said, dict) else []
        )
        for item in items:
            for name in ("dateModified", "datePublished"):
                if isinstance(item, Mapping) and (moment := read_moment(item.get(name, ""))):
                    yield name, moment
