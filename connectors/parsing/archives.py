"""Guards for documents that are zip files: caps on count, size and ratio, no document type in XML parts."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from connectors.contract import ParseFailed

MAX_MEMBERS = 10_000
MAX_TOTAL = 300_000_000
MAX_MEMBER = 100_000_000
MAX_RATIO = 200
_RATIO_FROM = 1_000_000
_XML = (".xml", ".rels", ".xhtml", ".opf", ".ncx", ".html", ".htm")
_DOCTYPE_IN_OFFICE_XML = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check(path: Path, *, refuse_doctype: bool) -> None:
    """Refuse an archive that would unpack to too much, or whose XML declares entities.

    The sizes are measured by unpacking within the caps: those in the directory of the archive can lie.

    Args:
        path: the archive.
        refuse_doctype: whether its XML parts have no honest reason for a document type (Office formats).

    Raises:
        ParseFailed: with the reason.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise ParseFailed(f"The file holds {len(members)} parts (at most {MAX_MEMBERS} are read).")
            total = sum(_measure(archive, member, refuse_doctype=refuse_doctype) for member in members)
            if total > MAX_TOTAL:
                raise ParseFailed(f"The file unpacks to over {MAX_TOTAL // 1_000_000} MB: split it.")
    except zipfile.BadZipFile:
        raise ParseFailed(
            "The file is damaged: open it in the program that made it and save it anew."
        ) from None
    except (NotImplementedError, RuntimeError) as error:
        raise ParseFailed(
            f"The file cannot be unpacked ({error}): save it anew without a password."
        ) from None


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, refuse_doctype: bool) -> int:
    cap = min(MAX_MEMBER, max(_RATIO_FROM, member.compress_size * MAX_RATIO))
    is_xml = member.filename.lower().endswith(_XML)
    size, tail = 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 20):
            size += len(chunk)
            if size > cap:
                raise ParseFailed(
                    "The file unpacks to far more than it should: save it anew or leave it out."
                )
            # UTF-16 parts show their markup with zeros between the letters.
            window = (tail + chunk).replace(b"\0", b"")
            if refuse_doctype and is_xml and _DOCTYPE_IN_OFFICE_XML.search(window):
                raise ParseFailed("The file declares XML entities, which no Word file needs: save it anew.")
            tail = chunk[-64:]
    return size
