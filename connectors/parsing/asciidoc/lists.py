"""Lists of AsciiDoc: bullets, numbers, callouts, terms with what they mean, blocks attached by `+`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors.parsing.asciidoc.blocks import block, starts_block
from connectors.parsing.asciidoc.inline import inline
from connectors.parsing.asciidoc.lines import Attributes, Lines

_ENTRY = re.compile(r"[ \t]*(\*{1,6}|-|•|\.{1,6}|\d{1,4}\.|[a-zA-Z]\.|<(?:\d+|\.)>)[ \t]+(\S.*)")
_TERM = re.compile(r"[ \t]*(\S.*?)(:{2,4}|;;)(?:[ \t]+(\S.*))?$")
_CHECK = re.compile(r"\[([ xX*])\][ \t]+")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Entry:
    marker: str
    text: str
    term: str = ""

    @property
    def tag(self) -> str:
        if self.term:
            return "dl"
        return "ul" if self.marker[0] in "*-•" else "ol"


def is_entry(line: str) -> bool:
    """Whether a line begins an entry of a list."""
    return _entry(line) is not None


def _entry(line: str) -> _Entry | None:
    if found := _ENTRY.fullmatch(line):
        marker = found.group(1)
        return _Entry(
            re.sub(r"\d+|(?<=<)\.", "1", marker) if marker[-1] != "." or marker[0] != "." else marker,
            found.group(2),
        )
    if (found := _TERM.fullmatch(line)) and "://" not in found.group(1) and "[" not in found.group(1)[:1]:
        return _Entry(found.group(2), found.group(3) or "", found.group(1))
    return None


def listing(lines: Lines, attributes: Attributes, depth: int, above: tuple[str, ...] = ()) -> str:
    """Take a list with all that is nested in it.

    Args:
        lines: they stand at its first entry.
        attributes: what `{name}` stands for.
        depth: how deep the blocks around it are nested.
        above: the markers of the lists around it; one of them ends this list.
    """
    first = _entry(lines.peek())
    if first is None:
        return ""
    parts = []
    while lines.more():
        entry = _entry(lines.peek())
        if entry is None or entry.marker != first.marker:
            break
        lines.take()
        parts.append(_item(entry, lines, attributes, depth, (*above, first.marker)))
        if not _next_entry(lines):
            break
    return f"<{first.tag}>{''.join(parts)}</{first.tag}>"


def _next_entry(lines: Lines) -> bool:
    """Go to the entry that follows, over blank lines, if one does."""
    ahead = 0
    while lines.at + ahead < len(lines.lines) and not lines.peek(ahead).strip():
        ahead += 1
    if not is_entry(lines.peek(ahead)):
        return False
    lines.at += ahead
    return True


def _item(entry: _Entry, lines: Lines, attributes: Attributes, depth: int, markers: tuple[str, ...]) -> str:
    said = [entry.text]
    said.extend(_continued(lines))
    if entry.term and not entry.text and not any(part.strip() for part in said[1:]):
        lines.skip_blank()
        if not is_entry(lines.peek()) and not starts_block(lines.peek()) and lines.peek() != "+":
            said.extend(_continued(lines))
    text = _CHECK.sub(lambda found: "☐ " if found.group(1) == " " else "☑ ", "\n".join(said), count=1)
    parts = [inline(text.strip(), attributes)]
    while lines.more():
        if lines.peek() == "+":
            lines.take()
            lines.skip_blank()
            if lines.more():
                parts.append(block(lines, attributes, depth + 1))
        elif _opens_nested(lines, markers):
            parts.append(listing(lines, attributes, depth + 1, markers))
        else:
            break
    body = "\n".join(filter(None, parts))
    if entry.term:
        return f"<dt>{inline(entry.term, attributes)}</dt><dd>{body}</dd>"
    return f"<li>{body}</li>"


def _opens_nested(lines: Lines, markers: tuple[str, ...]) -> bool:
    """Whether the entry that follows belongs to a list of its own below this entry; goes to it if so."""
    at = lines.at
    if len(markers) >= _DEEPEST or not _next_entry(lines):
        return False
    entry = _entry(lines.peek())
    if entry is None or entry.marker in markers:
        lines.at = at
        return False
    return True


def _continued(lines: Lines) -> list[str]:
    """Take the lines that go on with an entry's text."""
    taken = []
    while lines.more() and lines.peek().strip() and lines.peek() != "+":
        if is_entry(lines.peek()) or starts_block(lines.peek()):
            break
        taken.append(lines.take().strip())
    return taken
