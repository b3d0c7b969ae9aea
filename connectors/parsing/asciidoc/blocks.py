"""The blocks of AsciiDoc: sections, paragraphs, delimited blocks, admonitions, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from connectors.contract import ParseFailed
from connectors.parsing.asciidoc.inline import inline
from connectors.parsing.asciidoc.lines import Attributes, Lines, attribute_entry
from connectors.parsing.asciidoc.tables import Cell, table

_SECTION = re.compile(r"(={1,6}|#{2,6})[ \t]+(\S.*)")
_UNDERLINES = "=-~^+"
_DELIMITER = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|`{3,}|~{4,})(\w*)$")
_TABLE = re.compile(r"([|,:!])={3,}$")
_ATTRIBUTES = re.compile(r"\[(.*)\]$")
_TITLE = re.compile(r"\.(?![.\s])(.+)")
_ADMONITION = re.compile(r"(NOTE|TIP|WARNING|CAUTION|IMPORTANT):[ \t]+(.*)", re.DOTALL)
_MACRO = re.compile(r"(image|video|audio|toc|include)::([^\[]*)\[(.*)\]$")
_RULES = ("'''", "---", "***", "<<<")
_ADMONITIONS = ("NOTE", "TIP", "WARNING", "CAUTION", "IMPORTANT")
_VERBATIM = ("source", "listing", "literal", "verse", "stem", "latexmath", "asciimath")
_DEEPEST = 30


@dataclass(slots=True)
class Style:
    """What the lines above a block say of it: its title, its style, its named attributes."""

    title: str = ""
    name: str = ""
    named: dict[str, str] = field(default_factory=dict)


def blocks(lines: Lines, attributes: Attributes, depth: int = 0) -> str:
    """Return all blocks up to the end of the lines as HTML.

    Raises:
        ParseFailed: if they are nested absurdly deep.
    """
    if depth > _DEEPEST:
        raise ParseFailed(f"Blocks are nested more than {_DEEPEST} levels deep: simplify the file.")
    parts = []
    lines.skip_blank()
    while lines.more():
        parts.append(block(lines, attributes, depth))
        lines.skip_blank()
    return "\n".join(filter(None, parts))


def block(lines: Lines, attributes: Attributes, depth: int) -> str:
    """Take one block and return it as HTML; `""` if it shows nothing."""
    style = Style()
    while lines.more() and _metadata(lines, style, attributes):
        lines.skip_blank()
    if not lines.more():
        return ""
    if section := _section(lines):
        level, said = section
        return f"<h{level}>{inline(said, attributes)}</h{level}>"
    return _titled(style, _content(lines, style, attributes, depth), attributes)


def _content(lines: Lines, style: Style, attributes: Attributes, depth: int) -> str:
    """Take a block that is no section, whatever its kind."""
    from connectors.parsing.asciidoc.lists import is_entry, listing

    line = lines.peek()
    if found := _TABLE.match(line):
        return _table(lines, found.group(1), style, attributes, depth)
    if _DELIMITER.match(line) and line not in _RULES:
        return _delimited(lines, style, attributes, depth)
    if is_entry(line):
        return listing(lines, attributes, depth)
    macro = _MACRO.match(line)
    if macro or line in _RULES:
        lines.take()
        return _macro(macro) if macro else ""
    return _paragraph(lines, style, attributes)


def starts_block(line: str) -> bool:
    """Whether a line ends the paragraph or list entry above it without a blank line between."""
    return bool(
        _DELIMITER.match(line) or _TABLE.match(line) or _ATTRIBUTES.match(line) or line.startswith("//")
    )


def _metadata(lines: Lines, style: Style, attributes: Attributes) -> bool:
    """Take a line that belongs to the block below: attributes, title, comment, attribute entry."""
    line = lines.peek()
    if attribute_entry(lines, attributes):
        return True
    if line.startswith("//") and not line.startswith("////"):
        lines.take()
        return True
    if (found := _ATTRIBUTES.match(line)) and not line.startswith("[["):
        _read_style(found.group(1), style)
    elif found and line.startswith("[["):
        pass
    elif title := _TITLE.fullmatch(line):
        style.title = title.group(1)
    else:
        return False
    lines.take()
    return True


def _read_style(written: str, style: Style) -> None:
    for position, part in enumerate(re.findall(r'(?:[^,"]|"[^"]*")+', written)):
        key, equals, value = part.strip().partition("=")
        if equals and re.fullmatch(r"[\w-]+", key):
            style.named[key] = value.strip().strip("\"'")
        elif position == 0:
            style.name = re.split(r"[.#%]", part.strip())[0] or style.name
            if options := re.findall(r"%([\w-]+)", part):
                style.named.setdefault("options", ",".join(options))
        else:
            style.named.setdefault(str(position + 1), part.strip().strip("\"'"))


def _titled(style: Style, markup: str, attributes: Attributes) -> str:
    if style.title and markup:
        return f"<p><strong>{inline(style.title, attributes)}</strong></p>\n{markup}"
    return markup


def _section(lines: Lines) -> tuple[int, str] | None:
    """Take a section's title, written with signs before or an underline below."""
    found = _SECTION.fullmatch(lines.peek())
    if found:
        lines.take()
        return len(found.group(1)), re.sub(r"[ \t]+=+$", "", found.group(2))
    title, below = lines.peek(), lines.peek(1)
    is_underline = (
        len(below) > 2  # noqa: PLR2004 - shorter ones are text
        and below[0] in _UNDERLINES
        and not below.strip(below[0])
        and abs(len(below) - len(title)) <= 2  # noqa: PLR2004 - as much as the language allows
    )
    if not is_underline or not re.match(r"\w", title) or _DELIMITER.match(title):
        return None
    lines.take()
    lines.take()
    return _UNDERLINES.index(below[0]) + 1, title


def _until(lines: Lines, end: str) -> list[str]:
    """Take the lines up to one that is `end`, which is taken, too; all of them if there is none."""
    taken = []
    while lines.more():
        line = lines.take()
        if line == end:
            break
        taken.append(line)
    return taken


def _delimited(lines: Lines, style: Style, attributes: Attributes, depth: int) -> str:
    opening = lines.take()
    fence = (
        opening.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
        if opening.startswith("`")
        else opening
    )
    inside = _until(lines, fence)
    if opening.startswith("////") or style.name == "comment":
        return ""
    if opening.startswith("++++"):
        return "\n".join(inside) if style.name not in _VERBATIM else _verbatim(inside)
    if (opening[0] in "-.`" and opening != "--") or style.name in _VERBATIM:
        return _verbatim(inside)
    markup = blocks(Lines(inside), attributes, depth + 1)
    return _styled(style, markup, opening, attributes)


def _styled(style: Style, markup: str, opening: str, attributes: Attributes) -> str:
    if style.name in _ADMONITIONS:
        return f"<p><strong>{style.name.capitalize()}:</strong></p>\n{markup}"
    if style.name == "quote" or opening.startswith("_"):
        said = " ".join(inline(style.named[key], attributes) for key in ("2", "3") if style.named.get(key))
        return f"<blockquote>{markup}{f'<p>— {said}</p>' if said else ''}</blockquote>"
    return markup


def _verbatim(lines: list[str]) -> str:
    text = re.sub(
        r"[ \t]*(?://|#|--|;;)?[ \t]*(?:<(?:\d+|\.)>[ \t]*)+$", "", "\n".join(lines), flags=re.MULTILINE
    )
    return f"<pre>{escape(text, quote=False)}</pre>" if text.strip() else ""


def _table(lines: Lines, delimiter: str, style: Style, attributes: Attributes, depth: int) -> str:
    inside = _until(lines, lines.take())

    def render(cell: Cell) -> str:
        if cell.style == "a":
            return blocks(Lines(cell.text.strip().split("\n")), attributes, depth + 1)
        if cell.style in ("l", "m"):
            return f"<code>{escape(cell.text, quote=False)}</code>"
        return inline(cell.text, attributes).replace("\n\n", "<br>")

    return table(inside, delimiter, style.named, render)


def _macro(found: re.Match[str]) -> str:
    name, target, inside = found.groups()
    if name != "image":
        return ""
    alternative = inside.split(",")[0].strip().strip('"')
    return f'<p><img src="{escape(target)}" alt="{escape(alternative)}"></p>'


def _paragraph(lines: Lines, style: Style, attributes: Attributes) -> str:
    taken = [lines.take()]
    while lines.more() and lines.peek().strip() and not starts_block(lines.peek()):
        taken.append(lines.take())
    if style.name in _VERBATIM or (taken[0].startswith(" ") and style.name != "normal"):
        return _verbatim(taken)
    text = "\n".join(line for line in taken if not line.startswith("//"))
    admonition = _ADMONITION.fullmatch(text)
    name = admonition.group(1) if admonition else style.name if style.name in _ADMONITIONS else ""
    said = inline(admonition.group(2) if admonition else text, attributes)
    if name:
        return f"<p><strong>{name.capitalize()}:</strong> {said}</p>"
    return _styled(style, f"<p>{said}</p>", "", attributes) if said.strip() else ""
