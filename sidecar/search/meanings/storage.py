"""Meanings on disk: one generation in a folder, written by appending, and what of it counts.

A generation is a folder of its own. For each table it has

- `NAME.vectors`: int16, one row of `dim` numbers after the other (`rows.UNIT` is 1.0);
- `NAME.records`: one `rows.RECORD` a row;

and for all of them `cards.jsonl`, one `cards.Card` a line, and `manifest`, replaced in one step at every
commit: how much of each file counts with its CRC-32, which rows are live, and how far the outbox has been
followed; it begins with a CRC-32 of its own. What was appended after the last manifest does not count and is
written over: a process killed anywhere loses what came since the last commit, nothing else. `current` beside
the generations names the one that counts.
"""

from __future__ import annotations

import base64
import binascii
import logging
import secrets
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from sidecar.search import analysis
from sidecar.search.generation import write_text
from sidecar.search.protocol import Position
from sidecar.search.semantic import words

_log = logging.getLogger(__name__)

#: Raise it whenever rows would be encoded from other texts, or stand otherwise in the files.
_FORMAT = 1
_CURRENT = "current"
_MANIFEST = "manifest"
_PREFIX = "generation-"
#: Bytes read at once when a file is checked.
_CHUNK = 1 << 22


class FileState(BaseModel):
    """How much of a file counts, in bytes, and the CRC-32 of that."""

    model_config = ConfigDict(frozen=True)

    size: int = 0
    crc: int = 0


class TableState(BaseModel):
    """What of a table counts. `live`: which rows do, as bits, deflated, in base64."""

    model_config = ConfigDict(frozen=True)

    vectors: FileState = FileState()
    records: FileState = FileState()
    live: str = ""


class Manifest(BaseModel):
    """A generation as of its last commit.

    `vectors` names the word vectors its rows were encoded by, `built_with` the analysis of texts; `complete`
    tells that it has once had everything, `in_pieces` that passages are known by their pieces.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    built_with: str
    vectors: str
    dim: int
    position: Position = Position()
    complete: bool = False
    in_pieces: bool = True
    cards: FileState = FileState()
    tables: dict[str, TableState] = {}


class Appended:
    """A file that only grows, and how much of it counts."""

    def __init__(self, path: Path, state: FileState) -> None:
        self.path = path
        self.state = state

    def append(self, data: bytes) -> None:
        """Put data behind what counts."""
        if not data:
            return
        self.path.touch()
        with self.path.open("r+b") as file:
            file.seek(self.state.size)
            file.write(data)
        self.state = FileState(size=self.state.size + len(data), crc=zlib.crc32(data, self.state.crc))

    def chunks(self, size: int = _CHUNK) -> Iterator[bytes]:
        """Return what counts, at most `size` bytes at a time. Reading keeps the file out of resident memory.

        Raises:
            OSError: The file is not there or shorter than it should be.
        """
        left = self.state.size
        if not left:
            return
        with self.path.open("rb") as file:
            while left:
                chunk = file.read(min(size, left))
                if not chunk:
                    raise OSError(f"{self.path.name} is cut off.")
                left -= len(chunk)
                yield chunk

    def is_sound(self) -> bool:
        """Tell whether the file holds what was written."""
        crc = 0
        try:
            for chunk in self.chunks():
                crc = zlib.crc32(chunk, crc)
        except OSError:
            return False
        return crc == self.state.crc


def fresh(vectors: str, dim: int, *, in_pieces: bool) -> Manifest:
    """Return the manifest of an empty generation."""
    return Manifest(
        format=_FORMAT,
        built_with=f"{analysis.VERSION}:{words.VERSION}",
        vectors=vectors,
        dim=dim,
        in_pieces=in_pieces,
    )


def make(root: Path, manifest: Manifest) -> Path:
    """Make a new generation that does not count yet."""
    folder = root / f"{_PREFIX}{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700, parents=True)
    write_manifest(folder, manifest)
    return folder


def promote(root: Path, folder: Path) -> None:
    """Let a generation be the one that counts, and remove all others."""
    write_text(root / _CURRENT, folder.name)
    sweep(root, folder)


def sweep(root: Path, keep: Path) -> None:
    """Remove every generation but one; what is still open elsewhere goes the next time."""
    for folder in root.glob(f"{_PREFIX}*"):
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


def remove(root: Path) -> None:
    """Remove all there is."""
    shutil.rmtree(root, ignore_errors=True)


def find(root: Path, vectors: str, dim: int) -> tuple[Path, Manifest] | None:
    """Return the generation that counts, if it was encoded by these word vectors and is sound."""
    try:
        folder = root / (root / _CURRENT).read_text(encoding="utf-8").strip()
        manifest = _read_manifest(folder)
    except (OSError, ValueError):
        return None
    same = fresh(vectors, dim, in_pieces=manifest.in_pieces)
    told = (manifest.format, manifest.built_with, manifest.vectors, manifest.dim)
    if told != (same.format, same.built_with, same.vectors, same.dim):
        return None
    damaged = [file.path.name for file in _files(folder, manifest) if not file.is_sound()]
    if damaged:
        _log.warning("The vectors of the knowledge are damaged (%s): encoding them anew.", ", ".join(damaged))
        return None
    return folder, manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Let everything that was appended count."""
    body = manifest.model_dump_json()
    write_text(folder / _MANIFEST, f"{zlib.crc32(body.encode()):08x}\n{body}")


def _read_manifest(folder: Path) -> Manifest:
    # pydantic's ValidationError is a ValueError.
    crc, _, body = (folder / _MANIFEST).read_bytes().partition(b"\n")
    if int(crc, 16) != zlib.crc32(body):
        raise ValueError("The manifest is damaged.")
    return Manifest.model_validate_json(body)


def vectors_path(folder: Path, table: str) -> Path:
    """Return where the vectors of a table lie."""
    return folder / f"{table}.vectors"


def records_path(folder: Path, table: str) -> Path:
    """Return where the records of a table lie."""
    return folder / f"{table}.records"


def cards_path(folder: Path) -> Path:
    """Return where the cards lie."""
    return folder / "cards.jsonl"


def bits(flags: NDArray[np.bool_]) -> str:
    """Return flags as a text."""
    return base64.b64encode(zlib.compress(np.packbits(flags).tobytes(), 1)).decode("ascii")


def flags(packed: str, count: int) -> NDArray[np.bool_]:
    """Return the flags that `bits` packed.

    Raises:
        ValueError: The text holds no such flags.
    """
    try:
        raw = zlib.decompress(base64.b64decode(packed, validate=True)) if packed else b""
    except (binascii.Error, zlib.error) as error:
        raise ValueError("The flags are damaged.") from error
    return np.unpackbits(np.frombuffer(raw, np.uint8), count=count).astype(np.bool_)


def _files(folder: Path, manifest: Manifest) -> list[Appended]:
    found = [Appended(cards_path(folder), manifest.cards)]
    for name, table in manifest.tables.items():
        found.append(Appended(vectors_path(folder, name), table.vectors))
        found.append(Appended(records_path(folder, name), table.records))
    return found
