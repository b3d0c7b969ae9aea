"""Which file is read by which parser, and within which bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import (
    asciidoc,
    epub,
    html,
    mail,
    markdown,
    opendocument,
    pdf,
    plain,
    rst,
    rtf,
    slides,
    word,
)
from connectors.parsing.decode import decode
from connectors.parsing.model import Parsed

_MB = 1_000_000
#: Text above this size is parsed in the guarded process: a hostile page can keep a parser busy for minutes.
GUARDED_FROM = 300_000
#: Kinds people expect to be read and that are not: they are reported instead of skipped in silence.
UNREAD = {
    ".doc": "Word's old format is not read: save it as .docx or PDF.",
    ".ppt": "PowerPoint's old format is not read: save it as .pptx or PDF.",
    ".odp": "OpenDocument presentations are not read: save it as .pptx or PDF.",
    ".msg": "Outlook's own format is not read: save the mail as .eml.",
    ".pages": "Pages files are not read: export it as .docx or PDF.",
}


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `guarded_parse` reads it from its path, always in the guarded process."""

    name: str
    max_bytes: int
    text: Callable[[str], Parsed] | None = None
    guarded_parse: Callable[[Path], Parsed] | None = None

    def guarded(self, size: int) -> bool:
        """Whether a file of this size is to be parsed in the guarded process."""
        return self.guarded_parse is not None or size > GUARDED_FROM


_MARKDOWN = Format("Markdown", 10 * _MB, text=markdown.parse)
_HTML = Format("HTML", 20 * _MB, text=html.parse)
_TEXT = Format("text", 10 * _MB, text=plain.parse)
_ASCIIDOC = Format("AsciiDoc", 10 * _MB, guarded_parse=asciidoc.parse)

FORMATS: dict[str, Format] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".mkd": _MARKDOWN,
    ".mdx": Format("MDX", 10 * _MB, text=markdown.parse_mdx),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".txt": _TEXT,
    ".text": _TEXT,
    # docutils keeps directives and roles in tables of the whole process: one text must not see another's.
    ".rst": Format("reStructuredText", 10 * _MB, guarded_parse=rst.parse),
    ".adoc": _ASCIIDOC,
    ".asciidoc": _ASCIIDOC,
    ".eml": Format("mail", 50 * _MB, guarded_parse=mail.parse),
    ".rtf": Format("rich text", 50 * _MB, guarded_parse=rtf.parse),
    ".pdf": Format("PDF", 100 * _MB, guarded_parse=pdf.parse),
    ".docx": Format("Word", 100 * _MB, guarded_parse=word.parse),
    ".odt": Format("OpenDocument", 100 * _MB, guarded_parse=opendocument.parse),
    ".pptx": Format("PowerPoint", 200 * _MB, guarded_parse=slides.parse),
    ".epub": Format("EPUB", 100 * _MB, guarded_parse=epub.parse),
}


def read_file(path: str, suffix: str) -> Parsed:
    """Read one file of a known kind.

    Args:
        path: the file.
        suffix: its lower-case suffix, a key of `FORMATS`.

    Raises:
        ParseFailed: if it is too large, empty or cannot be parsed; the message says what to do.
        OSError: if it cannot be opened.
    """
    form = FORMATS[suffix]
    file = Path(path)
    if file.stat().st_size > form.max_bytes:
        raise ParseFailed(
            f"The file is larger than {form.max_bytes // _MB} MB: split it or leave it out with `exclude`."
        )
    if form.guarded_parse is not None:
        parsed = form.guarded_parse(file)
    elif form.text is not None:
        parsed = form.text(decode(file.read_bytes(), declares_charset=form is _HTML))
    else:
        raise TypeError(f"The format {form.name} names no parser.")
    if not parsed.draft and _says_nothing(parsed):
        raise ParseFailed("The file holds no text: write something, or leave it out with `exclude`.")
    return parsed


def _says_nothing(parsed: Parsed) -> bool:
    return html.is_empty(parsed.body) if parsed.body_format is BodyFormat.HTML else not parsed.body.strip()
