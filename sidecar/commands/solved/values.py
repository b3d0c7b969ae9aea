"""What stands in exports: texts that may be HTML, people, lists that may be missing."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:p|br|div|span|a|b|strong|ul|ol|li|table|blockquote|html|body)\b[^>]*>", re.IGNORECASE
)
#: What is no part of what somebody wrote: history that mail programs put below it.
_HISTORY = "//blockquote | //*[contains(@class, 'gmail_quote') or contains(@class, 'yj6qo')]"
_UNSEEN = "//script | //style | //head | //comment()"
_BLOCKS = frozenset(
    ["p", "div", "br", "li", "tr", "ul", "ol", "table", "pre", "hr", "section", "article"]
    + [f"h{level}" for level in range(1, 7)]
)
_LONGEST = 500_000


def plain(text: Any, *, is_html: bool | None = None) -> str:
    """Return a message as plain text with its lines, without the history that is quoted in it.

    Args:
        text: As the export has it; what is no text is none.
        is_html: Whether it is HTML; `None` to tell by its tags.
    """
    if not isinstance(text, str) or not text.strip():
        return ""
    if not (_LOOKS_LIKE_HTML.search(text) if is_html is None else is_html):
        return text.replace("\r\n", "\n").strip()
    try:
        tree = html.document_fromstring(text[:_LONGEST])
    except (etree.ParserError, ValueError):
        return ""
    for element in tree.xpath(f"{_HISTORY} | {_UNSEEN}"):
        if element.getparent() is not None:
            element.drop_tree() if isinstance(element.tag, str) else element.getparent().remove(element)
    parts: list[str] = []
    _write(tree, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _write(tree: Any, parts: list[str]) -> None:
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_block = element.tag in _BLOCKS
        if event == "start":
            parts += ["\n" * is_block, (element.text or "").replace("\n", " ")]
        else:
            parts += ["\n" * (is_block and element.tag != "br"), (element.tail or "").replace("\n", " ")]


def text(value: Any) -> str:
    """Return a value as one line of text; lists and mappings are none."""
    return "" if value is None or isinstance(value, (dict, list, bool)) else " ".join(str(value).split())


def dicts(value: Any) -> list[dict[str, Any]]:
    """Return the mappings in a list; of anything else, none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping; of anything else, an empty one."""
    return value if isinstance(value, dict) else {}


def person(value: Any) -> str:
    """Return the name of a person, given as a name, a mail header or a mapping with one."""
    if isinstance(value, dict):
        first = " ".join(text(value.get(key)) for key in ("firstname", "lastname") if value.get(key))
        return text(value.get("name") or value.get("RealName") or first)
    return re.sub(r"<[^>]*>|[\"']", "", text(value)).strip()
