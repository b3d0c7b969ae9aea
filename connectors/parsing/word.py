"""Word documents (.docx) as HTML, through mammoth. Runs in the guarded child process."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import archives, html
from connectors.parsing.fields import read_moment
from connectors.parsing.model import Parsed

_OLE = b"\xd0\xcf\x11\xe0"
_CORE = "docProps/core.xml"
_DUBLIN_CORE = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}


def parse(path: Path) -> Parsed:
    """Read a Word file: headings, lists, tables, links and emphasis as HTML; pictures are left out.

    The title is the first heading, else the document's own title property.

    Raises:
        ParseFailed: if it is protected, damaged, or built to harm.
    """
    with path.open("rb") as stream:
        if stream.read(4) == _OLE:
            raise ParseFailed(
                "The file is password-protected or in Word's old format: save it as .docx without one."
            )
    archives.check(path, refuse_doctype=True)
    import mammoth

    with path.open("rb") as stream:
        try:
            converted = mammoth.convert_to_html(
                stream, convert_image=lambda _image: [], external_file_access=False
            )
        except (KeyError, ValueError, IndexError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
            raise ParseFailed(
                f"The Word file cannot be read ({error}): open it in Word and save it anew."
            ) from None
        except Exception as error:
            # expat's errors share no public base with anything above.
            raise ParseFailed(
                f"The Word file cannot be read ({type(error).__name__}): save it anew."
            ) from error
    properties = _properties(path)
    page = html.parse(converted.value)
    title = page.title or properties.pop("title", None)
    properties.pop("title", None)
    return Parsed(title, page.body, BodyFormat.HTML, properties)


def _properties(path: Path) -> dict[str, Any]:
    """Read title and dates from the document's core properties (ECMA-376 part 2, Dublin Core)."""
    with zipfile.ZipFile(path) as archive:
        if _CORE not in archive.namelist():
            return {}
        data = archive.read(_CORE)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {}
    fields: dict[str, Any] = {}
    if title := (root.findtext("dc:title", "", _DUBLIN_CORE) or "").strip():
        fields["title"] = title
    for name, field in (("dcterms:created", "created_at"), ("dcterms:modified", "updated_at")):
        if moment := read_moment(root.findtext(name, "", _DUBLIN_CORE)):
            fields[field] = moment
    return fields
