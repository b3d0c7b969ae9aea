"""Finds the files below a folder: in a stable order, never outside of it, and says what it could not list."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from connectors.parsing.formats import FORMATS, UNREAD

_ID_MAX = 1000
#: Names that editors, office programs and systems leave behind while a file is open, or beside it.
_LEFTOVER_STARTS = (".", "~$", "~wrl", "._", "#")
_LEFTOVER_ENDS = ("~", ".tmp", ".bak", ".swp", ".part", ".crdownload")
_LEFTOVER_NAMES = {"thumbs.db", "desktop.ini", "node_modules", "__pycache__", "__macosx", "$recycle.bin"}


@dataclass(frozen=True, slots=True)
class Found:
    """One file to be read. `external_id` is its path below the root: `/` between levels, NFC."""

    path: str
    external_id: str
    suffix: str
    size: int
    mtime_ns: int


@dataclass(slots=True)
class Listing:
    """All files found. `unlisted`: folders that could not be opened, and why; what is in them is unknown."""

    files: list[Found] = field(default_factory=list)
    unlisted: dict[str, str] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def list_files(root: Path, wanted: Callable[[str], bool], unwanted: Callable[[str], bool]) -> Listing:
    """List the files of known kinds below a folder, ordered by their external ids.

    Hidden files, lock files and other leftovers are passed over. A link is followed only to a file within the
    root; the folders are walked by themselves, so that no loop can arise.

    Args:
        root: the folder.
        wanted: says whether a relative path is included.
        unwanted: says whether a relative path (of a file or folder) is excluded.

    Raises:
        OSError: if the root itself cannot be listed.
    """
    listing = Listing()
    real_root = os.path.realpath(root)
    pending = [(real_root, "")]
    while pending:
        folder, relative = pending.pop()
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:
            if not relative:
                raise
            continue
        except OSError as error:
            if not relative:
                raise
            listing.unlisted[readable_path(relative)] = error.strerror or str(error)
            continue
        for entry, path in _kept(entries, relative, unwanted):
            if _is_folder(entry):
                pending.append((entry.path, path))
            elif wanted(readable_path(path)):
                _add(listing, entry, path, real_root)
    # Of two spellings of one name, the one that is written as it is stored comes first and keeps the id.
    listing.files.sort(
        key=lambda found: (found.external_id, not found.path.endswith(found.external_id), found.path)
    )
    _make_unique(listing.files, real_root)
    return listing


def _kept(
    entries: list[os.DirEntry[str]], relative: str, unwanted: Callable[[str], bool]
) -> Iterator[tuple[os.DirEntry[str], str]]:
    for entry in entries:
        path = f"{relative}/{entry.name}" if relative else entry.name
        if not is_leftover(entry.name) and not unwanted(readable_path(path)):
            yield entry, path


def is_leftover(name: str) -> bool:
    """Whether a file or folder of this name is hidden or a by-product rather than a document."""
    name = name.casefold()
    return name.startswith(_LEFTOVER_STARTS) or name.endswith(_LEFTOVER_ENDS) or name in _LEFTOVER_NAMES


def _is_folder(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    # A junction is Windows' link between folders; Python 3.11 takes it for a plain one.
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return junction is None or getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) != junction


def _add(listing: Listing, entry: os.DirEntry[str], relative: str, root: str) -> None:
    suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - a Path per entry costs more than the walk
    if suffix not in FORMATS and suffix not in UNREAD:
        listing.skipped[suffix or entry.name] += 1
        return
    try:
        if entry.is_symlink() and not is_within(entry.path, root):
            return
        if not entry.is_file():
            return
        status = entry.stat()
    except OSError as error:
        # It vanished under our eyes, or may not be looked at: only the first is a deletion.
        if not isinstance(error, FileNotFoundError):
            listing.unlisted[readable_path(relative)] = error.strerror or str(error)
        return
    listing.files.append(
        Found(entry.path, readable_path(relative), suffix, status.st_size, status.st_mtime_ns)
    )


def is_within(path: str, root: str) -> bool:
    """Whether a path, with all links resolved, lies below the (resolved) root."""
    real = os.path.realpath(path)
    return real.startswith(root.rstrip(os.sep) + os.sep)


def readable_path(relative: str) -> str:
    r"""Return a path in the one form in which it is stored: NFC, `/` between levels, only valid text.

    macOS hands out decomposed names and Linux any bytes; what is no UTF-8 is shown as `\xe9`.
    """
    normal = unicodedata.normalize("NFC", relative.replace(os.sep, "/"))
    normal = normal.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if len(normal) <= _ID_MAX:
        return normal
    return f"{normal[:_ID_MAX]}…{sha256(normal.encode()).hexdigest()[:16]}"


def _make_unique(files: list[Found], root: str) -> None:
    """Give a file whose normalised path is taken (`é` once composed, once not) its path as written."""
    taken: set[str] = set()
    for at, found in enumerate(files):
        if found.external_id in taken:
            written = os.path.relpath(found.path, root).replace(os.sep, "/")
            files[at] = Found(found.path, written, found.suffix, found.size, found.mtime_ns)
        taken.add(files[at].external_id)
