"""One pass over presanitised HTML: placeholders, boxes, links and pictures are put in order.

What comes out goes through the strict gate of `sanitise` again: nothing here is trusted to be safe.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sidecar.knowledge.content import placeholders
from sidecar.knowledge.content.links import has_bare_link, is_public_image, resolved, with_links
from sidecar.knowledge.content.sanitise import BOXES
from sidecar.knowledge.content.tokens import TAG, attributes_of, start_tag
from sidecar.knowledge.model import Placeholder

_INLINE = "a|b|strong|i|em|u|s|del|ins|sub|sup|span|code"
_INLINE_TAGS = frozenset(_INLINE.split("|")) | {"br", "img"}
_BETWEEN = rf"(?:</?(?:{_INLINE}|br)(?:\s[^>]*)?>)*"
#: A placeholder with tags inside it, as rich text editors leave them: `{{<b>name</b>}}`.
_TAG_INSIDE = rf"</?(?:{_INLINE}|br)(?:\s[^>]*)?>"
_TORN = re.compile(
    rf"(?:\{{{_BETWEEN}[{{%#]|[%#]{_BETWEEN}\{{)(?:[^{{}}<]|{_TAG_INSIDE}){{1,400}}?(?:[%#}}]{_BETWEEN}\}}|\}})"
    rf"|\[{_BETWEEN}\[(?:[^{{}}<\[\]]|{_TAG_INSIDE}){{1,400}}?\]{_BETWEEN}\]"
)
_ANY_TAG = re.compile(r"<[^>]*>")
_LEADING_BOX = re.compile(rf"<(?:{'|'.join(sorted(BOXES))}|attribute|img|span)\b")
_RELATIVE_LINK = re.compile(r'<a(?: [a-z-]+="[^"]*")* href="(?!https?:|mailto:|tel:)|<a>|<a (?![^>]*href=)')
_SHORT_LINE = 60


@dataclass(frozen=True, slots=True)
class Rules:
    """How a document's HTML is to be rewritten.

    `reader` reads placeholders (`None`: there are none); `base` completes relative links; `lines` makes
    boxes lines (as the editors of helpdesks mean them) rather than paragraphs; `code_is_literal` leaves
    placeholders in code alone; `short_breaks` turns the line ends of Markdown into breaks where lines are
    short, as chat-like replies mean them.
    """

    reader: placeholders.Reader | None
    base: str | None
    lines: bool
    code_is_literal: bool
    short_breaks: bool


def needs_rewriting(presanitised: str, rules: Rules) -> bool:
    """Whether `rewrite` would change anything; most Markdown needs nothing."""
    if _LEADING_BOX.search(presanitised) or _RELATIVE_LINK.search(presanitised):
        return True
    text = _ANY_TAG.sub("", presanitised)
    return (
        (rules.reader is not None and placeholders.has_signs(text, rules.reader))
        or has_bare_link(text)
        or (rules.short_breaks and "\n" in text)
    )


def rewrite(presanitised: str, rules: Rules) -> tuple[str, tuple[Placeholder, ...]]:
    """Return rewritten HTML, to be sanitised again, and the placeholders in it."""
    whole = _TORN.sub(_mend, presanitised) if rules.reader else presanitised
    state = _Rewriter(rules)
    position = 0
    # Hundreds of tokens for each document: `tokens` would say the same, at twice the price.
    for match in TAG.finditer(whole):
        start = match.start()
        if start > position:
            state.text(whole[position:start])
        slash, name, raw = match.groups()
        if slash:
            state.close()
        else:
            state.open(name, raw)
        position = match.end()
    if position < len(whole):
        state.text(whole[position:])
    state.end_run()
    return "".join(state.out), placeholders.distinct(state.found)


def span_of(placeholder: Placeholder) -> str:
    """Return the HTML in which a placeholder stands."""
    attributes = {"data-placeholder": placeholder.name}
    if placeholder.fallback is not None:
        attributes["data-fallback"] = placeholder.fallback
    return f"{start_tag('span', attributes)}{{{{{html.escape(placeholder.name, quote=False)}}}}}</span>"


def _mend(match: re.Match[str]) -> str:
    """Put the tags inside a torn placeholder behind it: they still open and close in their order."""
    torn = match[0]
    return _ANY_TAG.sub("", torn) + "".join(
        tag for tag in _ANY_TAG.findall(torn) if not tag.startswith("<br")
    )


@dataclass(slots=True)
class _Rewriter:
    """The state of the pass.

    A *run* is text directly inside boxes (or the document), which becomes paragraphs.
    """

    rules: Rules
    out: list[str] = field(default_factory=list)
    found: list[Placeholder] = field(default_factory=list)
    closers: list[tuple[str, str]] = field(default_factory=list)
    skipping: int = 0
    code: int = 0
    links: int = 0
    in_run: bool = False
    inline: int = 0
    containers: int = 0
    pending: str = ""
    breaks: int = 0
    has_text: bool = False

    # --- what the tokens say

    def text(self, raw: str) -> None:
        if self.skipping:
            return
        if not raw.strip():
            if self.in_run or self.containers or self.inline:
                self.out.append(raw)
            return
        self._begin_text()
        self.out.append(raw if self.code and self.rules.code_is_literal else self._compiled(raw))

    def open(self, name: str, raw: str) -> None:
        if self.skipping:
            self.skipping += name not in {"br", "hr", "img"}
        elif name in BOXES:
            self._boundary("line" if self.rules.lines and name == "div" else "paragraph")
            self.closers.append((name, ""))
        elif name == "attribute":
            self._attribute(attributes_of(raw))
        elif name == "img":
            self._image(attributes_of(raw))
        elif name == "br":
            self._break()
        elif name in _INLINE_TAGS:
            self._open_inline(name, raw)
        else:
            self._open_block(name, raw)

    def close(self) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        if not self.closers:
            return
        opened, closer = self.closers.pop()
        if opened in BOXES:
            self._boundary("line" if self.rules.lines and opened == "div" else "paragraph")
        elif opened in _INLINE_TAGS:
            self.inline -= 1
            self.links -= opened == "a"
            self.code -= opened == "code"
            self.out.append(closer)
        elif opened != "attribute":
            self.containers -= 1
            self.code -= opened == "pre"
            self.out.append(closer)
            self.has_text = False

    # --- blocks, boxes and runs

    def end_run(self) -> None:
        """Close the paragraph that text outside of any block has opened."""
        if self.in_run:
            self.out.append("</p>")
        self.in_run = False
        self.pending, self.breaks, self.has_text = "", 0, False

    def _boundary(self, kind: str) -> None:
        empty_line = self.breaks > 0 and not self.has_text
        if kind == "paragraph" or empty_line or self.pending == "paragraph":
            self.pending = "paragraph"
        elif self.in_run or self.containers:
            self.pending = "line"
        self.breaks, self.has_text = 0, False

    def _begin_text(self) -> None:
        """Write what separates this text from the one before, and open a paragraph if it stands free."""
        free = self.containers == 0
        if free and self.in_run and self.pending == "paragraph" and self.inline == 0:
            self.out.append("</p><p>")
        elif free and not self.in_run:
            self.out.append("<p>")
            self.in_run = True
        elif (
            self.pending
            and self.out
            and not self.out[-1].startswith(("<li", "<td", "<th", "<p", "<dd", "<blockquote"))
        ):
            self.out.append("<br>")
        self.out.append("<br>" * self.breaks)
        self.pending, self.breaks, self.has_text = "", 0, True

    def _break(self) -> None:
        if self.containers == 0 and self.inline == 0:
            self.breaks += 1
        else:
            self.out.append("<br>")

    def _open_block(self, name: str, raw: str) -> None:
        if self.inline == 0:
            self.end_run()
        self.pending = ""
        self.containers += name != "hr"
        self.code += name == "pre"
        self.out.append(f"<{name}{raw}>")
        if name != "hr":
            self.closers.append((name, f"</{name}>"))

    # --- inline elements

    def _open_inline(self, name: str, raw: str) -> None:
        if name == "span":
            attributes = attributes_of(raw)
            if own := attributes.get("data-placeholder"):
                self._begin_text()
                self._add(placeholders.named(own, attributes.get("data-fallback"), "generic"))
                self.skipping = 1
                return
        opener, closer, behind = f"<{name}{raw}>", f"</{name}>", ""
        if name == "span" and not raw.strip():
            opener = closer = ""
        if name == "a":
            opener, closer, behind = self._link(raw)
        self._begin_inline()
        self.inline += 1
        self.links += name == "a"
        self.code += name == "code"
        self.out.append(opener)
        self.closers.append((name, closer + behind))

    def _begin_inline(self) -> None:
        if (self.containers == 0 and not self.in_run) or self.pending or self.breaks:
            self._begin_text()

    def _link(self, raw: str) -> tuple[str, str, str]:
        """Return how a link opens and closes, and the gap behind it in place of an unknown address."""
        attributes = attributes_of(raw)
        href = attributes.pop("href", "")
        readable = re.sub(r"%7B", "{", re.sub(r"%7D", "}", href, flags=re.IGNORECASE), flags=re.IGNORECASE)
        reader = self.rules.reader
        gaps = placeholders.find(readable, reader, address=True) if reader else []
        named = [gap.placeholder for gap in gaps if gap.placeholder is not None]
        if gaps:
            self.found.extend(named)
            return "", "", "".join(f" ({span_of(placeholder)})" for placeholder in named)
        address = resolved(href, self.rules.base)
        if address is None:
            return "", "", ""
        return start_tag("a", {"href": address} | attributes), "</a>", ""

    def _attribute(self, attributes: dict[str, str]) -> None:
        if attributes.get("key") and self.rules.reader:
            self._begin_text()
            self._add(placeholders.named(attributes["key"], attributes.get("default"), "intercom"))
        self.closers.append(("attribute", ""))

    def _image(self, attributes: dict[str, str]) -> None:
        address = resolved(attributes.get("src", ""), self.rules.base)
        if address and is_public_image(address) and not placeholders.has_signs(address):
            kept = {key: value for key, value in attributes.items() if not placeholders.has_signs(value)}
            self._begin_inline()
            self.out.append(start_tag("img", kept | {"src": address}))

    # --- text

    def _add(self, placeholder: Placeholder) -> None:
        self.found.append(placeholder)
        self.out.append(span_of(placeholder))

    def _compiled(self, raw: str) -> str:
        if "&" not in raw and not has_bare_link(raw) and not placeholders.has_signs(raw, self.rules.reader):
            return self._broken(raw)
        plain = html.unescape(raw)
        render: Callable[[str], str] = (
            _escape if self.links or self.code or not has_bare_link(plain) else with_links
        )
        if self.rules.reader is None or not placeholders.has_signs(plain, self.rules.reader):
            return self._broken(render(plain))
        pieces: list[str] = []
        position = 0
        for gap in placeholders.find(plain, self.rules.reader):
            pieces.append(render(plain[position : gap.start]))
            if gap.placeholder is not None:
                self.found.append(gap.placeholder)
                pieces.append(span_of(gap.placeholder))
            position = gap.end
        pieces.append(render(plain[position:]))
        return self._broken("".join(pieces))

    def _broken(self, rendered: str) -> str:
        if not self.rules.short_breaks or self.code or "\n" not in rendered:
            return rendered
        lines = rendered.split("\n")
        short = [len(_ANY_TAG.sub("", line)) < _SHORT_LINE for line in lines[:-1]]
        joints = [
            "<br>\n" if is_short and line.strip() else "\n"
            for line, is_short in zip(lines, short, strict=False)
        ]
        return "".join(line + joint for line, joint in zip(lines, [*joints, ""], strict=True))


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
