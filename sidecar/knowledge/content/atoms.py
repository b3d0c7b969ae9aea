"""From clean HTML to plain text and to *atoms*, the pieces that passages are made of.

An atom is a paragraph, a list item, a table row, a code block or a heading. It knows where its HTML stands
and which elements are open around it, so that any run of atoms can be cut out as HTML of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sidecar.knowledge.content.tokens import TAG, attributes_of

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = (
    frozenset(_HEADINGS)
    | _LISTS
    | frozenset(["p", "li", "table", "tr", "pre", "blockquote", "dl", "dt", "dd", "caption", "hr"])
)
#: A block that has nothing but text in it, as most do: read at once, for a third of the price of its tokens.
_PIECE = re.compile(rf"<(p|li|h[1-6])>([^<]*)</\1>|{TAG.pattern}")
_CELLS = frozenset({"td", "th"})
_NEW_PARAGRAPH = frozenset(_HEADINGS) | frozenset(["p", "ul", "ol", "table", "pre", "blockquote", "dl", "hr"])
#: White space that is more than one single space: those are left alone, for they are many.
_SPACES = re.compile(r"[\t\n\r\f\xa0][ \t\n\r\f\xa0]*| [ \t\n\r\f\xa0]+")
#: Elements whose end changes more than the stack.
_LEFT = _NEW_PARAGRAPH | _LISTS | {"tr"}
#: What a text has in it whose lines have more than single spaces between their words; most have none.
_UNEVEN = ("  ", "\t", "\r", "\f", "\xa0")
_RUN = re.compile(" {2,}")
_SPACES_AROUND_BREAK = re.compile(r" *\n *")


@dataclass(frozen=True, slots=True)
class Open:
    """An element that is open somewhere: its start tag as it must be written to go on there."""

    name: str
    tag: str


#: How blocks without attributes are open.
_BARE = {name: Open(name, f"<{name}>") for name in _BLOCKS}


@dataclass(slots=True)
class Atom:
    """One piece.

    `gap` is what separates its text from the one before; `level` is 1 to 6 for headings, else 0.
    """

    start: int
    stack: tuple[Open, ...]
    gap: str
    level: int = 0
    code: bool = False
    end: int = 0
    end_stack: tuple[Open, ...] = ()
    text: str = ""


def text_of(atoms: list[Atom]) -> str:
    """Return the text of a run of atoms."""
    return "".join(atom.gap + atom.text if position else atom.text for position, atom in enumerate(atoms))


def html_of(clean: str, atoms: list[Atom]) -> str:
    """Return the HTML of a run of atoms, with the elements around it opened and closed."""
    first, last = atoms[0], atoms[-1]
    before = "".join(element.tag for element in first.stack)
    after = "".join(f"</{element.name}>" for element in reversed(last.end_stack))
    return before + clean[first.start : last.end].strip() + after


def atoms_of(clean: str) -> list[Atom]:
    """Cut HTML that has passed `sanitise` into atoms; all text is in one of them."""
    reader = _Reader(uneven=any(each in clean for each in _UNEVEN))
    position = 0
    # Hundreds of tokens for each document: `tokens` would say the same, at twice the price.
    for match in _PIECE.finditer(clean):
        start, end = match.span()
        if start > position:
            reader.text(clean[position:start])
        block, said, slash, name, raw = match.groups()
        if block:
            reader.block(start, end, block, said)
        elif slash:
            reader.close(start, end, name)
        else:
            reader.open(start, name, raw)
        position = end
    if position < len(clean):
        reader.text(clean[position:])
    reader.finish(len(clean))
    return reader.atoms


@dataclass(slots=True)
class _Reader:
    """The state of one pass over the tokens; `uneven` says that there may be more than single spaces."""

    uneven: bool
    atoms: list[Atom] = field(default_factory=list)
    stack: list[Open] = field(default_factory=list)
    counters: list[int | None] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    marker: str = ""
    gap: str = ""
    level: int = 0
    quotes: int = 0
    rows: int = 0
    cells: int = 0
    pre: int = 0
    code: bool = False
    #: Where an atom beginning now would be cut off from the one before, and what is open there.
    cut: int = 0
    cut_stack: tuple[Open, ...] = ()

    def text(self, raw: str) -> None:
        plain = html.unescape(raw) if "&" in raw else raw
        if self.pre:
            self.parts.append(plain)
            return
        collapsed = _SPACES.sub(" ", plain) if self.uneven or "\n" in plain or plain is not raw else plain
        if collapsed != " " or self.parts:
            self.parts.append(collapsed)

    def block(self, start: int, end: int, name: str, raw: str) -> None:
        """Take in a whole block of plain text: the same as its start, its text and its end."""
        text_end = end - len(name) - 3
        if self.rows or self.pre or self.quotes:
            self.open(start, name, "")
            self.text(raw)
            self.close(text_end, end, name)
            return
        if self.parts:
            self._flush(start)
        self.level = 0
        self._begin(name)
        if name == "li":
            self._list_item()
        outside = tuple(self.stack)
        if "&" in raw or "\n" in raw or self.uneven:
            raw = _SPACES.sub(" ", html.unescape(raw))
        if text := raw.strip():
            gap, inside = self.gap or "\n\n", (*outside, _BARE[name])
            self.atoms.append(
                Atom(self.cut, self.cut_stack, gap, self.level, False, text_end, inside, self.marker + text)
            )
            self.marker = self.gap = ""
        self.level = 0
        if name != "li":
            self.gap = "\n\n"
        self.cut, self.cut_stack = end, self._reopened() if self.counters else outside

    def open(self, start: int, name: str, raw: str) -> None:
        if name == "br":
            self.parts.append(" " if self.rows else "\n")
            return
        if name == "img":
            self._image(raw)
            return
        if name in _CELLS:
            if self.cells:
                self.parts.append(" | ")
            self.cells += 1
        elif name in _BLOCKS:
            self._open_block(start, name)
            if name == "hr":
                return
        elif name == "a":
            self.links.append((attributes_of(raw).get("href", ""), len(self.parts)))
        self.stack.append(Open(name, f"<{name}{raw}>") if raw or name not in _BARE else _BARE[name])
        if name in _LISTS:
            first = attributes_of(raw).get("start", "1") if name == "ol" else ""
            self.counters.append(
                (int(first) if first.lstrip("-").isdecimal() else 1) if name == "ol" else None
            )
        elif name == "li":
            self._list_item()

    def close(self, start: int, end: int, name: str) -> None:
        if name in _BLOCKS and not (self.rows > 1 or (self.rows and name != "tr")):
            self._flush(start)
        elif self.rows and name in _BLOCKS:
            self.parts.append(" ")
        if self.stack:
            self.stack.pop()
        if name in _LEFT:
            self._leave(name)
        elif name == "a" and self.links:
            self._link()
        if not self.parts:
            self._set_cut(end)

    def finish(self, end: int) -> None:
        """Close the last atom."""
        self._flush(end)

    # --- blocks

    def _open_block(self, start: int, name: str) -> None:
        if self.rows:
            self.parts.append(" ")
            self.rows += name == "tr"
            return
        self._flush(start)
        self._begin(name)
        self.quotes += name == "blockquote"
        self.rows += name == "tr"
        self.pre += name == "pre"
        if name == "pre":
            self.code = True

    def _begin(self, name: str) -> None:
        """Note what separates a block from what stands before it, and whether it is a heading."""
        if name in _NEW_PARAGRAPH and not (name in _LISTS and self.counters):
            self.gap = self.gap if self.marker else "\n\n"
        elif not self.gap:
            self.gap = "\n"
        self.level = _HEADINGS.get(name, self.level)

    def _leave(self, name: str) -> None:
        if name in _LISTS and self.counters:
            self.counters.pop()
            if not self.counters:
                self.gap = "\n\n"
        elif name in _NEW_PARAGRAPH:
            self.gap = "\n\n"
        # Inside a row they were not counted when they began: a row is one line.
        if not self.rows:
            self.quotes -= name == "blockquote"
            self.pre -= name == "pre"
        if name == "tr":
            self.rows -= 1
            self.cells = 0

    def _list_item(self) -> None:
        depth = max(len(self.counters) - 1, 0)
        number = self.counters[-1] if self.counters else None
        if number is None:
            self.marker = "  " * depth + "- "
        else:
            self.marker = "  " * depth + f"{number}. "
            self.counters[-1] = number + 1
        self.gap = "\n" if self.gap != "\n\n" else self.gap

    def _flush(self, end: int) -> None:
        """End the atom under way; the next one may be cut off here."""
        text = "".join(self.parts)
        self.parts = []
        if self.pre:
            text = text.strip("\n")
        elif self.rows:
            # Blocks in cells stand apart by a space of their own.
            text = _RUN.sub(" ", text).strip()
        elif "\n" in text:
            text = _SPACES_AROUND_BREAK.sub("\n", text).strip()
        else:
            text = text.strip()
        if text:
            if self.quotes:
                text = "\n".join("> " + line for line in text.split("\n"))
            atom = Atom(
                self.cut, self.cut_stack, self.gap or "\n\n", self.level, self.code, end, tuple(self.stack)
            )
            atom.text = self.marker + text
            self.atoms.append(atom)
            self.marker, self.gap = "", ""
        self.level, self.code = 0, False
        if text:
            self._set_cut(end)

    def _set_cut(self, position: int) -> None:
        self.cut, self.cut_stack = position, self._reopened()

    def _reopened(self) -> tuple[Open, ...]:
        """Return what is open now, numbered lists going on with their next number."""
        if not self.counters or not any(number is not None for number in self.counters):
            return tuple(self.stack)
        numbers: Iterator[int | None] = iter(self.counters)
        return tuple(
            Open("ol", f'<ol start="{number}">')
            if element.name in _LISTS and (number := next(numbers)) is not None and number > 1
            else element
            for element in self.stack
        )

    # --- inline

    def _link(self) -> None:
        address, position = self.links.pop()
        shown = "".join(self.parts[position:]).strip()
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if address and bare not in shown and address not in shown:
            self.parts.append(f" ({bare})" if shown else bare)

    def _image(self, raw: str) -> None:
        alternative = attributes_of(raw).get("alt", "").strip()
        if alternative:
            self.parts.append(f"[{alternative}]")
