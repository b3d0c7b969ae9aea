"""OpenDocument text (.odt, ISO/IEC 26300) as HTML. Runs in the guarded child process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import html, package
from connectors.parsing.fields import language_tag, read_moment, web_address, words
from connectors.parsing.markdown import plain
from connectors.parsing.model import Parsed

#: Not what the author wants read: comments, deleted passages, generated lists and counters.
_LEFT_OUT = {
    "annotation",
    "annotation-end",
    "tracked-changes",
    "sequence-decls",
    "table-of-content",
    "alphabetical-index",
    "illustration-index",
    "bibliography",
    "forms",
    "note-citation",
    "variable-decls",
    "user-field-decls",
    "desc",
    "title",
}
_MOST_REPEATED = 50
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class _Styles:
    """What automatic style names stand for: HTML elements around text, the named style they derive from."""

    emphasis: dict[str, tuple[str, ...]]
    parents: dict[str, str]
    numbered: frozenset[str]

    def named(self, style: str) -> str:
        return self.parents.get(style, style)


def parse(path: Path) -> Parsed:
    """Read an OpenDocument text: headings, lists, tables, links, emphasis; pictures are left out.

    The title is the paragraph in the style Title, else the first heading, else the document's own title
    property.

    Raises:
        ParseFailed: if it is protected, damaged, or built to harm.
    """
    with package.opened(path, refuse_doctype=True) as archive:
        manifest = package.optional_xml(archive, "META-INF/manifest.xml")
        if manifest is not None and next(package.descendants(manifest, "encryption-data"), None) is not None:
            raise ParseFailed("The file is password-protected: save it without a password.")
        content = package.xml(archive, "content.xml")
        meta = package.optional_xml(archive, "meta.xml")
    body = next(package.descendants(content, "text"), None)
    if body is None:
        raise ParseFailed("The file is no OpenDocument text: save it as .odt.")
    styles = _styles(content)
    fields = _fields(meta) if meta is not None else {}
    stated = fields.pop("title", None)
    page = html.parse(_blocks(body, styles))
    heading = _title_paragraph(body, styles)
    return Parsed(heading or page.title or stated, _without(page.body, heading), BodyFormat.HTML, fields)


def _title_paragraph(body: Any, styles: _Styles) -> str | None:
    for paragraph in package.descendants(body, "p"):
        if styles.named(package.attribute(paragraph, "style-name")) == "Title":
            return package.text_of(paragraph) or None
    return None


def _without(body: str, title: str | None) -> str:
    """Take the title out of the beginning of a body: it would be inserted with it."""
    head, closed, rest = body.partition("</p>")
    said = head.partition(">")[2]
    return rest.strip() if closed and title and plain(said) == plain(escape(title, quote=False)) else body


def _styles(content: Any) -> _Styles:
    emphasis: dict[str, tuple[str, ...]] = {}
    parents: dict[str, str] = {}
    numbered: set[str] = set()
    for style in package.descendants(content, "style"):
        name = package.attribute(style, "name")
        if parent := package.attribute(style, "parent-style-name"):
            parents[name] = parent
        if package.attribute(style, "family") != "text":
            continue
        for properties in package.descendants(style, "text-properties"):
            wanted = []
            if package.attribute(properties, "font-weight") == "bold":
                wanted.append("strong")
            if package.attribute(properties, "font-style") == "italic":
                wanted.append("em")
            emphasis[name] = tuple(wanted)
    for style in package.descendants(content, "list-style"):
        level = next((child for child in style if package.local(child).startswith("list-level-style")), None)
        if level is not None and package.local(level) == "list-level-style-number":
            numbered.add(package.attribute(style, "name"))
    return _Styles(emphasis, parents, frozenset(numbered))


def _blocks(element: Any, styles: _Styles, *, numbered: bool = False) -> str:
    """Return the block elements within one as HTML."""
    parts = []
    for child in element:
        name = package.local(child)
        if name in _LEFT_OUT or not name:
            continue
        reader = _BLOCKS.get(name)
        if name == "list":
            parts.append(_list(child, styles, numbered=numbered))
        else:
            parts.append(reader(child, styles) if reader else _blocks(child, styles))
    return "\n".join(filter(None, parts))


def _heading(element: Any, styles: _Styles) -> str:
    written = package.attribute(element, "outline-level")
    level = min(int(written) if written.isdecimal() and int(written) else 1, _DEEPEST_HEADING)
    said = _inline(element, styles)
    return f"<h{level}>{said}</h{level}>" if said.strip() else ""


def _paragraph(element: Any, styles: _Styles) -> str:
    said = _inline(element, styles)
    # A text box hangs in a paragraph but holds paragraphs of its own.
    boxes = "\n".join(_blocks(box, styles) for box in package.descendants(element, "text-box"))
    if not said.strip():
        return boxes
    if styles.named(package.attribute(element, "style-name")) == "Preformatted_20_Text":
        return f"<pre>{said}</pre>\n{boxes}".strip()
    return f"<p>{said.strip()}</p>\n{boxes}".strip()


def _list(element: Any, styles: _Styles, *, numbered: bool) -> str:
    style = package.attribute(element, "style-name")
    is_numbered = style in styles.numbered if style else numbered
    items = [
        _item(child, styles, numbered=is_numbered)
        for child in element
        if package.local(child) in ("list-item", "list-header")
    ]
    tag = "ol" if is_numbered else "ul"
    return f"<{tag}>{''.join(items)}</{tag}>" if any(items) else ""


def _item(element: Any, styles: _Styles, *, numbered: bool) -> str:
    said = _blocks(element, styles, numbered=numbered)
    # Headings that are numbered stand in lists: they are headings all the same.
    return f"<li>{said}</li>" if said else ""


def _table(element: Any, styles: _Styles) -> str:
    rows = []
    for row in package.descendants(element, "table-row"):
        cells = [child for child in row if package.local(child) in ("table-cell", "covered-table-cell")]
        rows.append([said for cell in cells for said in _cell(cell, styles)])
    return package.table(rows)


def _cell(element: Any, styles: _Styles) -> list[str]:
    said = _blocks(element, styles)
    repeated = package.attribute(element, "number-columns-repeated")
    times = min(int(repeated), _MOST_REPEATED) if repeated.isdecimal() else 1
    return [said] * (times if said else 1)


def _inline(element: Any, styles: _Styles) -> str:
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts.extend((_run(child, styles), escape(child.tail or "", quote=False)))
    return "".join(parts)


def _run(element: Any, styles: _Styles) -> str:
    name = package.local(element)
    if name in _LEFT_OUT or name in ("text-box", ""):
        return ""
    said = _SIGNS[name](element) if name in _SIGNS else _inline(element, styles)
    if name == "a":
        return package.link(web_address(package.attribute(element, "href")) or "", said)
    if name == "note":
        return f" ({package.text_of(next(package.descendants(element, 'note-body'), element))})"
    if name == "span" and said.strip():
        for tag in styles.emphasis.get(package.attribute(element, "style-name"), ()):
            said = f"<{tag}>{said}</{tag}>"
    return said


def _spaces(element: Any) -> str:
    count = package.attribute(element, "c")
    return " " * (min(int(count), _MOST_REPEATED) if count.isdecimal() else 1)


_SIGNS: dict[str, Callable[[Any], str]] = {
    "s": _spaces,
    "tab": lambda _: "\t",
    "line-break": lambda _: "<br>",
    "soft-page-break": lambda _: "",
}
_BLOCKS: dict[str, Callable[[Any, _Styles], str]] = {
    "h": _heading,
    "p": _paragraph,
    "table": _table,
}


def _fields(meta: Any) -> dict[str, Any]:
    """Read title, language, keywords and dates from the document's properties."""
    fields: dict[str, Any] = {}
    if title := package.stated(meta, "title"):
        fields["title"] = title
    if language := language_tag(package.stated(meta, "language")):
        fields["language"] = language
    if tags := words(",".join(map(package.text_of, package.descendants(meta, "keyword"))), ",;"):
        fields["tags"] = tags
    for name, field in (("creation-date", "created_at"), ("date", "updated_at")):
        if moment := read_moment(package.stated(meta, name)):
            fields[field] = moment
    return fields
