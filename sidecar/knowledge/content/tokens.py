"""Reading HTML that nh3 has written.

Its output has a fixed form: every element closed, every attribute value in double quotes with `<`, `>`, `&`
and `"` escaped, no comments. So one regular expression reads it exactly; it must never be used on HTML from
elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

#: A tag: slash of an end tag, name, attributes.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')

VOID = frozenset({"br", "hr", "img"})


def attributes_of(raw: str) -> dict[str, str]:
    """Return the attributes of a tag by name, unescaped."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(raw)}


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """Return a start tag with escaped attribute values."""
    return f"<{name}" + "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items()) + ">"


def tokens(clean: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield `(start, end, kind, name, raw)`: `text`, `open` or `close`; text or attributes as they stand."""
    position = 0
    for match in TAG.finditer(clean):
        start, end = match.span()
        if start > position:
            yield position, start, "text", "", clean[position:start]
        slash, name, raw = match.groups()
        yield start, end, "close" if slash else "open", name, raw
        position = end
    if position < len(clean):
        yield position, len(clean), "text", "", clean[position:]
