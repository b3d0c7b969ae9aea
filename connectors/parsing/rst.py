"""reStructuredText as HTML, through docutils; also as Sphinx writes it. Runs in the guarded child process.

Nothing is included from other files and no raw markup passes. What Sphinx and its extensions add is kept as
plain content where docutils does not know it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import front_matter, html
from connectors.parsing.decode import decode
from connectors.parsing.model import Parsed
from connectors.parsing.stated import with_stated

if TYPE_CHECKING:
    from docutils import nodes

_FIRST_HEADING = re.compile(r"<h[1-6][^>]*>.*?</h[1-6]>", re.DOTALL)
_SETTINGS: dict[str, Any] = {
    "_disable_config": True,
    "doctitle_xform": True,
    "embed_stylesheet": False,
    "exit_status_level": 10,
    "file_insertion_enabled": False,
    "halt_level": 10,
    "initial_header_level": 2,
    "input_encoding": "unicode",
    "line_length_limit": 1_000_000,
    "math_output": "LaTeX",
    "raw_enabled": False,
    "report_level": 10,
    "stylesheet_path": "",
    "syntax_highlight": "none",
    "toc_backlinks": False,
    "traceback": True,
    "warning_stream": False,
}


def parse(path: Path) -> Parsed:
    """Read a reStructuredText file. The title is the front matter's, else the document's title.

    Front matter is YAML between `---` lines, the field list at the head, or a `meta` directive.

    Raises:
        ParseFailed: if the front matter cannot be read or the text cannot be parsed.
    """
    head = front_matter.split(decode(path.read_bytes()))
    document, body = _publish(head.body)
    title = str(document.get("title") or "") or None
    if title is None and (title := _opening_title(document)):
        body = _FIRST_HEADING.sub("", body, count=1)
    page = html.parse(body)
    parsed = Parsed(title, page.body, BodyFormat.HTML, {}, head.extra, head.draft)
    return with_stated(parsed, {**_field_list(document), **_meta(document)}, head.fields)


def _publish(text: str) -> tuple[nodes.document, str]:
    """Return the parsed document and its body as HTML."""
    from docutils import core, io
    from docutils.parsers.rst import Parser
    from docutils.readers.standalone import Reader
    from docutils.writers.html5_polyglot import Writer

    from connectors.parsing import rst_extras

    rst_extras.register(text)
    writer = Writer()
    writer.translator_class = rst_extras.Translator
    publisher = core.Publisher(
        reader=Reader(),
        parser=Parser(),
        writer=writer,
        source_class=io.StringInput,
        destination_class=io.StringOutput,
    )
    publisher.process_programmatic_settings(None, _SETTINGS, None)
    publisher.set_source(text, None)
    publisher.set_destination(None, None)
    publisher.publish()
    document = publisher.document
    if document is None:
        raise ParseFailed("The file cannot be parsed: save it anew or leave it out with `exclude`.")
    subtitle = f"<h2>{writer.parts['subtitle']}</h2>\n" if writer.parts["subtitle"] else ""
    # Notes and footnotes are part of the text; `aside` would be taken for the furniture of a page.
    body = re.sub(r"<(/?)aside\b", r"<\1div", writer.parts["fragment"])
    return document, subtitle + body


def _opening_title(document: nodes.document) -> str | None:
    """Return the title of the first section if nothing but fields and marks stands above it.

    docutils takes it for a section where a field list stands above, as Sphinx has it.
    """
    from docutils import nodes

    for child in document.children:
        if isinstance(child, nodes.section):
            heading = child.next_node(nodes.title)
            return heading.astext() if heading is not None else None
        if not isinstance(
            child, (nodes.docinfo, nodes.field_list, nodes.meta, nodes.decoration, nodes.Invisible)
        ):
            return None
    return None


def _field_list(document: nodes.document) -> dict[str, str]:
    """Return what the field list at the head says (docutils calls it the bibliographic fields)."""
    from docutils import nodes

    found: dict[str, str] = {}
    for docinfo in document.findall(nodes.docinfo):
        for child in docinfo.children:
            if isinstance(child, nodes.field):
                found[child[0].astext()] = child[1].astext()
            elif isinstance(child, nodes.date):
                found["updated"] = child.astext()
            elif isinstance(child, nodes.status):
                found["status"] = child.astext()
    return found


def _meta(document: nodes.document) -> dict[str, str]:
    from docutils import nodes

    metas = document.findall(nodes.meta)
    return {str(meta["name"]): str(meta.get("content", "")) for meta in metas if meta.get("name")}
