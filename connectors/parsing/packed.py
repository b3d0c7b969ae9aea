"""Files that may be packed (.gz, .bz2, .xz): read piece by piece, unpacked on the way."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from connectors.contract import SourceUnavailable

#: How much is unpacked of one file; past that it is taken for a bomb.
MAX_BYTES = 100_000_000_000
_CHUNK = 1 << 20
_OPENERS: tuple[tuple[bytes, Callable[[IO[bytes]], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\0", lzma.open),
)


def pieces(path: Path, *, most: int = MAX_BYTES) -> Iterator[bytes]:
    """Yield a file's bytes in order, at most a megabyte at a time. It blocks: call it in a thread.

    How it is packed is told by its first bytes, not by its name.

    Args:
        path: of the file.
        most: so many bytes are yielded at most.

    Raises:
        SourceUnavailable: it is not there, may not be read, is cut off while packed, or is larger than that.
    """
    total = 0
    try:
        with path.open("rb") as file:
            head = file.read(6)
            file.seek(0)
            opener = next((opener for mark, opener in _OPENERS if head.startswith(mark)), None)
            if head.startswith(b"PK\3\4"):
                raise SourceUnavailable(f"{path.name} is a zip archive: unpack it, and give the file in it.")
            stream: IO[bytes] = opener(file) if opener else file
            while piece := stream.read(_CHUNK):
                total += len(piece)
                if total > most:
                    raise SourceUnavailable(f"{path.name} unpacks to more than {most:,} bytes: export less.")
                yield piece
    except (EOFError, zlib.error, lzma.LZMAError):
        raise _damaged(path) from None
    except OSError as error:
        # What unpacks raises them, too, but without a number.
        raise unavailable(path, error) if error.errno else _damaged(path) from None


def _damaged(path: Path) -> SourceUnavailable:
    return SourceUnavailable(f"{path.name} is damaged or cut off while packed: export or copy it anew.")


def unavailable(path: Path, error: OSError) -> SourceUnavailable:
    """Return the error for a file that cannot be opened or read, with what to do about it."""
    match error:
        case FileNotFoundError():
            said = f"{path} is not there: correct the path, or connect the drive or share."
        case IsADirectoryError():
            said = f"{path} is a folder: give the exported file."
        case PermissionError():
            said = f"{path} may not be read: allow Cuecard's user to open it."
        case _:
            said = f"{path} cannot be read just now ({error.strerror or error}): try again later."
    return SourceUnavailable(said)
