"""How deep HTML is nested, found in one look that is linear in its length.

Parsers of HTML walk the open elements for each tag: fifty thousand of them, one in the other, take seconds,
and no author writes that.
"""

from __future__ import annotations

import re

#: Levels that are read. Editors and mail programs stay under fifty.
DEEPEST = 500

_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)(?:[^<>]*?(/)>)?", re.IGNORECASE)
#: Elements without an end, and those that the next of their kind ends: alone, they never nest.
_FLAT = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "colgroup",
        "option",
        "optgroup",
        "html",
        "head",
        "body",
        "rt",
        "rp",
    ]
)
#: Elements of drawings; any other one ends the drawing, and with it what `/>` means.
_DRAWN = frozenset(
    [
        "svg",
        "g",
        "path",
        "circle",
        "ellipse",
        "rect",
        "line",
        "polyline",
        "polygon",
        "use",
        "stop",
        "image",
        "defs",
    ]
)


def is_too_deep(html: str) -> bool:
    """Whether elements are open one in the other to more than `DEEPEST` levels, at the most."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    opened: dict[str, int] = {}
    drawing = False
    for slash, tag, ends_itself in _TAG.findall(html):
        name = tag.lower()
        if slash:
            # An end tag without its start tag ends nothing.
            if opened.get(name, 0) > 0:
                opened[name] -= 1
                depth -= 1
            drawing = drawing and name != "svg"
            continue
        drawing = name in _DRAWN and (drawing or name == "svg")
        if name in _FLAT or (drawing and ends_itself):
            continue
        opened[name] = opened.get(name, 0) + 1
        depth += 1
        if depth > DEEPEST:
            return True
    return False
