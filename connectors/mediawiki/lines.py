"""From lines of rendered wikitext to blocks: paragraphs, lists, headings, indented code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectors.mediawiki.quotes import emphasised

#: A block that is finished: a line of its own, its number between two private characters.
BLOCK = re.compile("\ue000(\\d+)\ue001")
_HEADING = re.compile(r"<h([1-6])>")
_LIST = re.compile(r"([*#:;]+)[ \t]*(.*)")
_TAGS = {"*": ("ul", "li"), "#": ("ol", "li"), ":": ("dl", "dd"), ";": ("dl", "dt")}
_DEEPEST = 12
_LEFTOVER = ("{|", "|-", "|}", "!")


def blocks(text: str, finished: list[str]) -> str:
    """Return the blocks of a rendered text as HTML.

    Args:
        text: lines of inline HTML; list signs stand as written, finished blocks by their marks.
        finished: the HTML of the finished blocks.
    """
    # A finished block ends the line it stands in, unless it is part of an entry of a list.
    text = re.sub(r"(?m)^((?![*#:;]).*)$", lambda found: BLOCK.sub("\n\\g<0>\n", found.group(1)), text)
    parts: list[str] = []
    paragraph: list[str] = []
    entries: list[tuple[str, str]] = []
    for line in [*text.split("\n"), ""]:
        listed = _LIST.match(line)
        if entries and not listed:
            parts.append(_listed(entries))
            entries = []
        stands_alone = BLOCK.fullmatch(line.strip())
        if paragraph and (listed or stands_alone or not line.strip()):
            parts.append(_paragraph(paragraph))
            paragraph = []
        if listed:
            entries.extend(_entries(listed.group(1)[:_DEEPEST], emphasised(listed.group(2))))
        elif stands_alone:
            parts.append(finished[int(stands_alone.group(1))])
        elif line.strip() and not line.startswith(_LEFTOVER):
            paragraph.append(emphasised(line))
    whole = "\n".join(_without_empty_headings(filter(None, parts)))
    return BLOCK.sub(lambda found: finished[int(found.group(1))], whole)


def _paragraph(lines: list[str]) -> str:
    if all(line.startswith(" ") for line in lines):
        return "<pre>" + "\n".join(line[1:] for line in lines) + "</pre>"
    said = "\n".join(line.strip() for line in lines)
    return f"<p>{said}</p>" if re.sub(r"<[^>]*>|\s", "", said) or "<img" in said else ""


def _entries(signs: str, said: str) -> Iterable[tuple[str, str]]:
    """Part `;term: what it means`, which stands in one line."""
    term, colon, meaning = said.partition(" :") if " :" in said else said.partition(": ")
    if signs.endswith(";") and colon:
        return (signs, term.strip()), (signs[:-1] + ":", meaning.strip())
    return ((signs, said),)


def _listed(entries: list[tuple[str, str]]) -> str:
    """Return entries with their signs (`*`, `**`, `*#`) as nested lists."""
    parts: list[str] = []
    now = ""
    for signs, said in entries:
        common = _common(now, signs)
        parts.extend(_closing(now, common))
        if common == len(signs):
            # The same list goes on, with an entry of its own; `;` and `:` are of one list.
            parts.append(f"</{_TAGS[now[common - 1]][1]}><{_TAGS[signs[-1]][1]}>")
        parts.extend("<{}><{}>".format(*_TAGS[sign]) for sign in signs[common:])
        parts.append(said)
        now = signs
    return "".join([*parts, *_closing(now, 0)])


def _common(one: str, other: str) -> int:
    count = 0
    for sign, with_sign in zip(one, other, strict=False):
        if _TAGS[sign][0] != _TAGS[with_sign][0]:
            break
        count += 1
    return count


def _closing(signs: str, down_to: int) -> list[str]:
    return ["</{1}></{0}>".format(*_TAGS[sign]) for sign in reversed(signs[down_to:])]


def _without_empty_headings(parts: Iterable[str]) -> list[str]:
    """Leave out headings with nothing below them, such as that of references."""
    kept: list[str] = []
    for part in [*parts, "<h1>"]:
        heading = _HEADING.match(part)
        while heading and kept and (above := _HEADING.match(kept[-1])) and above.group(1) >= heading.group(1):
            kept.pop()
        kept.append(part)
    return kept[:-1]
