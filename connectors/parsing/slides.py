"""PowerPoint presentations (.pptx, ECMA-376 PresentationML) as HTML. Runs in the guarded child process.

Each slide is a heading with its text. Hidden slides and the speaker's notes are left out: what was not shown
must not reach a customer.
"""

from __future__ import annotations

import posixpath
import zipfile
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.model import BodyFormat
from connectors.parsing import package
from connectors.parsing.fields import read_moment, web_address, words
from connectors.parsing.markdown import plain
from connectors.parsing.model import Parsed

_PRESENTATION = "ppt/presentation.xml"
_CORE = "docProps/core.xml"
_TITLES = ("title", "ctrTitle")
#: What every slide repeats.
_FURNITURE = ("dt", "ftr", "sldNum", "hdr")
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def parse(path: Path) -> Parsed:
    """Read a presentation: slides in their order, with titles, lists, tables and links.

    The title is that of the first slide, else the presentation's own title property.

    Raises:
        ParseFailed: if it is protected, damaged, or built to harm.
    """
    with package.opened(path, refuse_doctype=True) as archive:
        slides = [_slide(archive, name) for name in _slide_names(archive)]
        core = package.optional_xml(archive, _CORE)
    shown = [slide for slide in slides if slide and any(slide)]
    fields = _fields(core) if core is not None else {}
    stated = fields.pop("title", None)
    title = next((title for title, _ in shown if title), None) or stated
    parts = []
    for slide_title, body in shown:
        if slide_title and plain(slide_title) != plain(title or ""):
            parts.append(f"<h2>{escape(slide_title, quote=False)}</h2>")
        parts.append(body)
    return Parsed(title, "\n".join(filter(None, parts)), BodyFormat.HTML, fields)


def _slide_names(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts that are slides, in the order of the presentation."""
    presentation = package.xml(archive, _PRESENTATION)
    targets = _targets(archive, _PRESENTATION)
    slides = package.descendants(presentation, "sldId")
    return [targets[_relation(slide)] for slide in slides if _relation(slide) in targets]


def _relation(element: Any) -> str:
    """Return the relation an element names by its `r:id`, whichever edition of the format it is."""
    return next((found for space in _RELATIONS if (found := element.get(f"{{{space}}}id"))), "")


def _targets(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return what a part's relations point at: names of other parts, or web addresses."""
    folder, base = posixpath.split(name)
    root = package.optional_xml(archive, f"{folder}/_rels/{base}.rels")
    found: dict[str, str] = {}
    for relation in package.descendants(root, "Relationship") if root is not None else ():
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[relation.get("Id") or ""] = target
    return found


def _slide(archive: zipfile.ZipFile, name: str) -> tuple[str, str] | None:
    """Return a slide's title and its text as HTML, `None` if it is hidden."""
    root = package.optional_xml(archive, name)
    if root is None or root.get("show") in ("0", "false"):
        return None
    # What newer programs draw otherwise is there a second time for older ones.
    etree.strip_elements(root, "{*}Fallback", with_tail=False)
    targets = _targets(archive, name)
    title, parts = "", []
    for shape in package.descendants(root, "sp", "tbl"):
        if package.local(shape) == "tbl":
            parts.append(_table(shape, targets))
            continue
        placeholder = next(package.descendants(shape, "ph"), None)
        kind = placeholder.get("type", "") if placeholder is not None else ""
        if kind in _TITLES and not title:
            title = " ".join(package.text_of(line) for line in package.descendants(shape, "p")).strip()
        elif kind not in _FURNITURE:
            parts.append(
                _text(shape, targets, listed=placeholder is not None and kind in ("", "body", "obj"))
            )
    return title, "\n".join(filter(None, parts))


def _text(shape: Any, targets: dict[str, str], *, listed: bool) -> str:
    lines = [
        (_level(line), said)
        for line in package.descendants(shape, "p")
        if (said := _line(line, targets)).replace("<br>", "").strip()
    ]
    if listed and len(lines) > 1:
        return _nested(lines)
    return "\n".join(f"<p>{said}</p>" for _, said in lines)


def _level(paragraph: Any) -> int:
    properties = next((child for child in paragraph if package.local(child) == "pPr"), None)
    written = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(written), 8) if written.isdecimal() else 0


def _nested(lines: list[tuple[int, str]]) -> str:
    """Return lines with their levels (0 is the outermost) as a list of lists."""
    parts: list[str] = []
    open_levels: list[int] = []
    for level, said in lines:
        while open_levels and open_levels[-1] > level:
            open_levels.pop()
            parts.append("</li></ul>")
        if open_levels and open_levels[-1] == level:
            parts.append("</li>")
        elif not open_levels or open_levels[-1] < level:
            open_levels.append(level)
            parts.append("<ul>")
        parts.append(f"<li>{said}")
    return "".join(parts) + "</li></ul>" * len(open_levels)


def _line(paragraph: Any, targets: dict[str, str]) -> str:
    parts = []
    for child in paragraph:
        match package.local(child):
            case "r" | "fld":
                parts.append(_run(child, targets))
            case "br":
                parts.append("<br>")
    return "".join(parts)


def _run(run: Any, targets: dict[str, str]) -> str:
    said = escape("".join(text.text or "" for text in package.descendants(run, "t")), quote=False)
    jump = next(package.descendants(run, "hlinkClick"), None)
    if jump is None:
        return said
    return package.link(web_address(targets.get(_relation(jump), "")) or "", said)


def _table(element: Any, targets: dict[str, str]) -> str:
    return package.table(
        [
            [
                "<br>".join(filter(None, (_line(line, targets) for line in package.descendants(cell, "p"))))
                for cell in package.descendants(row, "tc")
            ]
            for row in package.descendants(element, "tr")
        ]
    )


def _fields(core: Any) -> dict[str, Any]:
    """Read title, keywords and dates from the core properties (ECMA-376 part 2, Dublin Core)."""
    fields: dict[str, Any] = {}
    if title := package.stated(core, "title"):
        fields["title"] = title
    if tags := words(package.stated(core, "keywords"), ",;"):
        fields["tags"] = tags
    for name, field in (("created", "created_at"), ("modified", "updated_at")):
        if moment := read_moment(package.stated(core, name)):
            fields[field] = moment
    return fields
