"""The files of a Notion export: a zip (with the zips of its parts within), or the folder it was unpacked to.

Nothing is unpacked by name; a part within is copied to a nameless temporary file, for it has to be read in
any order.
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from connectors.contract import ParseFailed, SourceUnavailable
from connectors.parsing.walk import is_leftover, is_within, readable_path

MAX_FILES = 500_000
MAX_PART = 8_000_000_000
MAX_PAGE = 20_000_000
_MAX_RATIO = 200
_DEEPEST = 3
_SUFFIXES = (".md", ".html", ".csv")
_ROOT = re.compile(r"Export-[0-9a-f-]{36}(?:-Part-\d+)?|Part-\d+")
_NO_ZIP = "is no Notion export: give the zip file that Notion sent, or the folder it was unpacked to."


@dataclass(frozen=True, slots=True)
class Entry:
    """One page or table. `name` is its path within the export, `mark` changes when its content does."""

    name: str
    size: int
    mark: str
    open: Callable[[], IO[bytes]]

    def read(self) -> bytes:
        """Return the content.

        Raises:
            ParseFailed: if it is larger than any page, damaged or encrypted.
            OSError: if it cannot be read.
        """
        try:
            with self.open() as stream:
                data = stream.read(MAX_PAGE + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
            raise ParseFailed(f"The page cannot be unpacked ({error}): export the workspace anew.") from None
        if len(data) > MAX_PAGE:
            raise ParseFailed(f"The page is larger than {MAX_PAGE // 1_000_000} MB: split it in Notion.")
        return data


@contextmanager
def opened(path: Path) -> Iterator[list[Entry]]:
    """Give the pages and tables of an export, in the order of their names, while it is open.

    Raises:
        SourceUnavailable: if it is not there, no export, or built to harm.
    """
    with ExitStack() as stack:
        try:
            found = _of_folder(path) if path.is_dir() else _of_zip(path, stack, 1)
        except FileNotFoundError:
            raise SourceUnavailable(
                f"{path} is not there: correct the path, or connect the drive or share."
            ) from None
        except PermissionError:
            raise SourceUnavailable(f"{path} may not be read: allow Cuecard's user to open it.") from None
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
            raise SourceUnavailable(f"{path.name} {_NO_ZIP}") from None
        except OSError as error:
            reason = error.strerror or error
            raise SourceUnavailable(f"{path} cannot be read just now ({reason}): try again later.") from None
        entries: dict[str, Entry] = {}
        for entry in found:
            entries.setdefault(entry.name, entry)
        yield [entries[name] for name in sorted(entries)]


def _of_zip(file: Path | IO[bytes], stack: ExitStack, depth: int) -> list[Entry]:
    archive = stack.enter_context(zipfile.ZipFile(file))
    members = archive.infolist()
    if len(members) > MAX_FILES:
        raise SourceUnavailable(
            f"The export holds more than {MAX_FILES} files: export a part of the workspace."
        )
    found: list[Entry] = []
    for member in members:
        name = _name(member.filename)
        if member.filename.lower().endswith(".zip") and depth < _DEEPEST and _is_part(member.filename):
            found.extend(_of_zip(_copied(archive, member, stack), stack, depth + 1))
        elif name and name.lower().endswith(_SUFFIXES):
            found.append(_member(archive, member, name))
    return found


def _is_part(name: str) -> bool:
    """Whether a zip within is a part of the export rather than a file somebody attached to a page."""
    return "/" not in name.strip("/") and _ROOT.fullmatch(PurePosixPath(name).stem) is not None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Entry:
    mark = f"{member.CRC:x}-{member.file_size:x}"
    return Entry(name, member.file_size, mark, partial(_member_stream, archive, member))


def _member_stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    return archive.open(member)


def _copied(archive: zipfile.ZipFile, member: zipfile.ZipInfo, stack: ExitStack) -> IO[bytes]:
    cap = min(MAX_PART, max(1_000_000, member.compress_size * _MAX_RATIO))
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    size = 0
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 20):
            size += len(chunk)
            if size > cap:
                raise SourceUnavailable(f"{member.filename} unpacks to far more than it should: export anew.")
            copy.write(chunk)
    copy.seek(0)
    return copy


def _of_folder(root: Path) -> list[Entry]:
    real_root = os.path.realpath(root)
    found: list[Entry] = []
    next(root.iterdir(), None)
    # A folder that cannot be listed must not read as one whose pages were deleted.
    for folder, folders, files in os.walk(real_root, onerror=_raise):
        folders[:] = [name for name in folders if not is_leftover(name)]
        for file in files:
            path = Path(folder, file)
            is_page = file.lower().endswith(_SUFFIXES) and not is_leftover(file)
            name = _name(readable_path(os.path.relpath(path, real_root))) if is_page else ""
            if not name or not is_within(str(path), real_root):
                continue
            status = path.stat()
            mark = f"{status.st_size:x}-{status.st_mtime_ns:x}"
            found.append(Entry(name, status.st_size, mark, partial(_open, path)))
    return found


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _raise(error: OSError) -> None:
    raise error


def _name(written: str) -> str:
    """Return a path within the workspace, without the folder every export has; `""` if it leads out."""
    parts = [part for part in written.replace("\\", "/").split("/") if part]
    if written.startswith("/") or ".." in parts or any(is_leftover(part) for part in parts[-1:]):
        return ""
    while len(parts) > 1 and _ROOT.fullmatch(parts[0]):
        parts = parts[1:]
    return "" if parts == ["index.html"] else "/".join(parts)
