"""The files of an export: a zip (with the zips of its parts within), or the folder with it or its parts.

Nothing is unpacked by name; a part within is copied to a nameless temporary file, for it has to be read in
any order.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from connectors.contract import ParseFailed, SourceUnavailable
from connectors.parsing import recognise
from connectors.parsing.walk import is_leftover, is_within, readable_path

MAX_FILES = 500_000
MAX_PART = 8_000_000_000
MAX_PAGE = 20_000_000
_MAX_RATIO = 200
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """How a system lays out its exports.

    `name` turns the path within the archive into the path within the export, `""` for what is no content of
    it; `is_part` says of a zip within whether it is a part of the export. `system` is what people call it.
    """

    system: str
    suffixes: tuple[str, ...]
    name: Callable[[str], str]
    is_part: Callable[[str], bool]
    max_bytes: int = MAX_PAGE

    @property
    def source_type(self) -> str:
        """The id of the connector that reads such exports."""
        return self.system.casefold()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of content. `name` is its path within the export, `mark` changes when its content does."""

    name: str
    size: int
    mark: str
    open: Callable[[], IO[bytes]]
    max_bytes: int = MAX_PAGE
    system: str = "its program"

    def read(self) -> bytes:
        """Return the content.

        Raises:
            ParseFailed: if it is larger than any page, damaged or encrypted.
            OSError: if it cannot be read.
        """
        try:
            with self.open() as stream:
                data = stream.read(self.max_bytes + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
            raise ParseFailed(f"The page cannot be unpacked ({error}): export it anew.") from None
        if len(data) > self.max_bytes:
            megabytes = self.max_bytes // 1_000_000
            raise ParseFailed(f"The page is larger than {megabytes} MB: split it in {self.system}.")
        return data


@contextmanager
def opened(path: Path, layout: Layout) -> Iterator[list[Entry]]:
    """Give the content of an export, in the order of the names, while it is open.

    Raises:
        SourceUnavailable: if it is not there, no export, or built to harm.
    """
    with ExitStack() as stack:
        with readable(path, layout.system):
            recognise.refuse(path, f"{layout.system} export", layout.source_type)
            found = (_of_folder if path.is_dir() else _of_zip)(path, layout, stack)
        entries: dict[str, Entry] = {}
        for entry in found:
            entries.setdefault(entry.name, entry)
        yield [entries[name] for name in sorted(entries)]


@contextmanager
def readable(path: Path, system: str) -> Iterator[None]:
    """Turn what goes wrong while an export is opened into an error that says what to do.

    Raises:
        SourceUnavailable: if the export is not there, may not be read, or is none.
    """
    try:
        yield
    except FileNotFoundError:
        raise SourceUnavailable(
            f"{path} is not there: correct the path, or connect the drive or share."
        ) from None
    except PermissionError:
        raise SourceUnavailable(f"{path} may not be read: allow Cuecard's user to open it.") from None
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        raise SourceUnavailable(
            f"{path.name} is no {system} export: give the zip file that {system} made, or the folder it was"
            " unpacked to."
        ) from None
    except OSError as error:
        reason = error.strerror or error
        raise SourceUnavailable(f"{path} cannot be read just now ({reason}): try again later.") from None


def _of_zip(file: Path | IO[bytes], layout: Layout, stack: ExitStack, depth: int = 1) -> list[Entry]:
    archive = stack.enter_context(zipfile.ZipFile(file))
    members = archive.infolist()
    if len(members) > MAX_FILES:
        raise SourceUnavailable(f"The export holds more than {MAX_FILES} files: export a part of it.")
    found: list[Entry] = []
    for member in members:
        written = member.filename
        if written.lower().endswith(".zip") and depth < _DEEPEST and layout.is_part(written):
            found.extend(_of_zip(_copied(archive, member, stack), layout, stack, depth + 1))
        elif name := _content_name(written, layout):
            mark = f"{member.CRC:x}-{member.file_size:x}"
            stream = partial(_member_stream, archive, member)
            found.append(Entry(name, member.file_size, mark, stream, layout.max_bytes, layout.system))
    return found


def _content_name(written: str, layout: Layout) -> str:
    """Return the path of a page within the export; `""` if it leads out, is hidden, or is no page."""
    parts = [part for part in written.replace("\\", "/").split("/") if part]
    if not parts or written.startswith("/") or ".." in parts or is_leftover(parts[-1]):
        return ""
    return layout.name("/".join(parts)) if parts[-1].lower().endswith(layout.suffixes) else ""


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


def _of_folder(root: Path, layout: Layout, stack: ExitStack) -> list[Entry]:
    real_root = os.path.realpath(root)
    found: list[Entry] = []
    for path in sorted(root.iterdir()):
        if path.name.lower().endswith(".zip") and layout.is_part(path.name) and path.is_file():
            found.extend(_of_zip(path, layout, stack))
    # A folder that cannot be listed must not read as one whose pages were deleted.
    for folder, folders, files in os.walk(real_root, onerror=_raise):
        folders[:] = [name for name in folders if not is_leftover(name)]
        for file in files:
            path = Path(folder, file)
            name = _content_name(readable_path(os.path.relpath(path, real_root)), layout)
            if not name or not is_within(str(path), real_root):
                continue
            status = path.stat()
            mark = f"{status.st_size:x}-{status.st_mtime_ns:x}"
            stream = partial(_open, path)
            found.append(Entry(name, status.st_size, mark, stream, layout.max_bytes, layout.system))
    return found


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _raise(error: OSError) -> None:
    raise error
