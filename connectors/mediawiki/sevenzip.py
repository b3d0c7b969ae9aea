"""Reads a dump out of a 7-Zip archive while it is unpacked, where the library `py7zr` is installed.

The library hands out what it unpacks, piece by piece; a pipe between it and the reader keeps either from
running ahead of the other.
"""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from typing import Any

from connectors.contract import SourceUnavailable


def opened(path: Path) -> io.RawIOBase:
    """Open the one XML file of an archive.

    Raises:
        SourceUnavailable: if the library is missing, or there is no such file in the archive.
        OSError: if the archive cannot be opened.
    """
    try:
        import py7zr
    except ImportError:
        raise SourceUnavailable(
            f"{path.name} is packed with 7-Zip: install Cuecard with `cuecard[sevenzip]`, or unpack it and"
            " give the .xml file."
        ) from None
    try:
        archive = py7zr.SevenZipFile(path)
        names = [name for name in archive.getnames() if not name.endswith("/")]
    except (py7zr.exceptions.ArchiveError, EOFError, ValueError, RuntimeError) as error:
        raise SourceUnavailable(f"{path.name} cannot be unpacked ({error}): download it anew.") from None
    if len(names) != 1:
        archive.close()
        raise SourceUnavailable(f"{path.name} holds {len(names)} files: give an archive of one dump.")
    return _Unpacked(archive, names[0])


class _Unpacked(io.RawIOBase):
    """The reading end; a thread unpacks into the other one."""

    def __init__(self, archive: Any, name: str) -> None:
        reading, self._writing = os.pipe()
        self._stream = os.fdopen(reading, "rb")
        self._archive = archive
        self._name = name
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._unpack, name="cuecard-7z", daemon=True)
        self._thread.start()

    def readable(self) -> bool:
        """Whether it can be read from: always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes.

        Raises:
            OSError: if the archive is damaged.
        """
        data = self._stream.read(size)
        if not data:
            self._thread.join()
            if self._error is not None:
                raise OSError(f"it cannot be unpacked: {self._error}")
        return data

    def close(self) -> None:
        """Stop unpacking and free the archive."""
        if not self.closed:
            self._stream.close()
            self._thread.join()
            self._archive.close()
        super().close()

    def _unpack(self) -> None:
        try:
            self._archive.extract(targets=[self._name], factory=_writers(self._writing))
        except BrokenPipeError:
            return  # whoever read has enough
        except Exception as error:  # noqa: BLE001 - told to whoever reads
            self._error = error
        finally:
            os.close(self._writing)


def _writers(descriptor: int) -> Any:
    """Return what gives the library, for each file it unpacks, something to write to: the pipe."""
    from py7zr.io import Py7zIO, WriterFactory

    class Writer(Py7zIO):
        """Takes what is unpacked; nothing is kept."""

        def __init__(self) -> None:
            self._length = 0

        def write(self, data: bytes | bytearray) -> int:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            self._length += len(data)
            return len(data)

        def read(self, _size: int | None = None) -> bytes:
            return b""

        def seek(self, _offset: int, _whence: int = 0) -> int:
            return 0

        def flush(self) -> None:
            return

        def size(self) -> int:
            return self._length

    class Factory(WriterFactory):
        def create(self, _filename: str) -> Py7zIO:
            return Writer()

    return Factory()
