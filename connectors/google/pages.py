"""Google Docs as HTML: the text without Google's own additions. Runs in the guarded child process.

A document exported as a web page says what is bold only in a style sheet, sends every link through Google,
and carries the comments at its end, which are for the team alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from lxml import html as lxml_html

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import html
from connectors.parsing.decode import decode
from connectors.parsing.fields import web_address
from connectors.parsing.formats import FORMATS
from connectors.parsing.model import Parsed

_RULE = re.compile(r"\.(c\d+)\s*\{([^}]*)\}")
_STYLES = (("font-weight:700", "strong"), ("font-style:italic", "em"), ("line-through", "s"))
_EMPTY = re.compile(r"<(p|h[1-6])>\s*</\1>")
_NO_TEXT = "The document holds no text: write something, or delete it in Drive."


@dataclass(frozen=True, slots=True)
class Source:
    """One document of a text format: its suffix, a key of `connectors.parsing.formats.FORMATS`, and bytes."""

    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Read:
    """A document, read, or the reason why it could not be; `retryable` if it may be read another time."""

    parsed: Parsed | None = None
    error: str | None = None
    retryable: bool = False


def read_all(sources: Sequence[Source]) -> list[Read]:
    """Read documents one by one: what one trips over concerns it alone."""
    return [_safely(source) for source in sources]


def _safely(source: Source) -> Read:
    try:
        parsed = _parsed(source)
    except ParseFailed as error:
        return Read(error=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a parser trips over, the other documents still come in
        return Read(error=f"The document cannot be read ({type(error).__name__}): export it anew.")
    is_html = parsed.body_format is BodyFormat.HTML
    says_nothing = html.is_empty(parsed.body) if is_html else not parsed.body.strip()
    return Read(error=_NO_TEXT) if says_nothing else Read(parsed)


def _parsed(source: Source) -> Parsed:
    form = FORMATS[source.suffix]
    if form.text is None:
        raise TypeError(f"{form.name} is read from its path.")
    if form.text is html.parse:
        return _web_page(decode(source.data, declares_charset=True))
    return form.text(decode(source.data))


def _web_page(text: str) -> Parsed:
    page = lxml_html.document_fromstring(text.strip() or "<p></p>")
    _drop_comments(page)
    _emphasise(page, " ".join(page.xpath("//style/text()")))
    for picture in page.xpath("//img"):
        if not web_address(picture.get("src") or ""):
            picture.drop_tree()
    for link in page.xpath("//a[@href]"):
        link.set("href", _target(link.get("href")))
    parsed = html.parse(etree.tostring(page, encoding="unicode", method="html"))
    return Parsed(parsed.title, _EMPTY.sub("", parsed.body), parsed.body_format, parsed.fields)


def _drop_comments(page: Any) -> None:
    for mark in page.xpath("//sup[a[starts-with(@id, 'cmnt_ref')]]"):
        mark.drop_tree()
    for comment in page.xpath("//div[p/a[starts-with(@id, 'cmnt')]]"):
        comment.drop_tree()


def _emphasise(page: Any, sheet: str) -> None:
    """Write as elements what the style sheet says of classes, and forget the classes."""
    meanings = {
        name: [tag for sign, tag in _STYLES if sign in rules.replace(" ", "")]
        for name, rules in _RULE.findall(sheet)
    }
    for span in page.xpath("//span[@class]"):
        tags = {tag for name in span.get("class").split() for tag in meanings.get(name, ())}
        is_heading = any(
            parent.tag in ("h1", "h2", "h3", "h4", "h5", "h6") for parent in span.iterancestors()
        )
        if not tags or is_heading or not span.text_content().strip():
            span.drop_tag()
            continue
        outer, *inner = sorted(tags)
        span.tag = outer
        for tag in inner:
            child = etree.SubElement(span, tag)
            child.text, span.text = span.text, None
            for moved in list(span)[:-1]:
                child.append(moved)
    for element in page.xpath("//*[@class or @style]"):
        element.attrib.pop("class", None)
        element.attrib.pop("style", None)


def _target(address: str) -> str:
    """Return where a link leads in the end."""
    parts = urlsplit(address)
    if parts.netloc == "www.google.com" and parts.path == "/url":
        return next(iter(parse_qs(parts.query).get("q", ())), address)
    return address
