"""The one gate: whatever HTML comes in, only what is listed here goes out."""

from __future__ import annotations

import functools

import nh3

TAGS = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
#: Tags that say where a line or block ends; rewritten to paragraphs before the last gate.
BOXES = frozenset(
    [
        "address",
        "article",
        "aside",
        "center",
        "details",
        "div",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "main",
        "nav",
        "section",
        "summary",
    ]
)
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "span": {"data-placeholder", "data-fallback"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "title",
    "noscript",
    "template",
    "textarea",
    "select",
    "option",
    "svg",
    "math",
}


def sanitise(html: str) -> str:
    """Return HTML with safe tags, attributes and link protocols only."""
    return _strict().clean(html)


def presanitise(html: str) -> str:
    """Return safe, well-formed HTML that still has boxes (`div`, ...) and Intercom's `<attribute>`."""
    return _lenient().clean(html)


@functools.cache
def _strict() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        clean_content_tags=_DROPPED_WITH_CONTENT,
    )


@functools.cache
def _lenient() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS | BOXES) | {"attribute"},
        attributes=_ATTRIBUTES | {"attribute": {"key", "default"}},
        url_schemes=_SCHEMES,
        link_rel=None,
        clean_content_tags=_DROPPED_WITH_CONTENT,
    )
