"""Word vectors on disk: generations in a folder, one of which counts.

They are written aside and taken over in one step. A generation is a folder of its own:

- `rows.npy`: the vectors, float16, shape (rows, dim); each already as long as its word is weighty;
- `words.txt`: what the first rows stand for, one a line, UTF-8: a word, a stem (marked), or two words;
- `pieces.npy`: the CRC-32 of the pieces of words of the remaining rows, uint32;
- `support.npy`: how many texts stood behind each row, float32: a later fit holds on to it as firmly;
- `frame.npy`: how what the model says was centred and turned, for such a later fit;
- `manifest.json`: what it was built from, and the SHA-256 of each file.

`current` beside them names the one that counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from sidecar.search.semantic.words import VERSION

#: The folder of a data folder that keeps word vectors, and in it that of what a model has said.
FOLDER = "semantic"
SAID = "said"

_CURRENT = "current"
_MANIFEST = "manifest.json"
_FILES = ("rows.npy", "words.txt", "pieces.npy", "support.npy", "frame.npy")
_PREFIX = "generation-"


#: Names, sizes and times of the files that count.
Signature = tuple[object, ...]


class Manifest(BaseModel):
    """What a generation was built from. `name` is the fingerprint of its vectors."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    words_version: int
    model: str
    model_fingerprint: str
    built_at: AwareDatetime
    dim: int
    words: int
    pieces: int
    published: int
    tickets: int
    agreement: float
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """A generation as it is used. `words` (and stems), `pairs` and `pieces` map to places in `rows`."""

    name: str
    rows: NDArray[np.float16]
    words: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    pieces: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a folder: tables and manifest of a sound generation, or what is wrong (`fault`).

    All `None`: nothing was built.
    """

    tables: Tables | None = None
    manifest: Manifest | None = None
    fault: str | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """Vectors to write: a row for each of the `words` (stems and pairs too), then one for each piece."""

    words: Sequence[str]
    pieces: Sequence[int]
    rows: NDArray[np.float32]
    support: NDArray[np.float32]
    frame: NDArray[np.float32]


def current_name(root: Path) -> str | None:
    """Return which generation counts, by the name of its folder."""
    try:
        return (root / _CURRENT).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def signature(root: Path) -> Signature:
    """Return what changes when the files that count do; cheap enough to ask often."""
    name = current_name(root)
    if name is None:
        return ()
    files = (root / name / each for each in (_MANIFEST, *_FILES))
    told = [(path.stat().st_size, path.stat().st_mtime_ns) if path.is_file() else (0, 0) for path in files]
    return (name, *told)


def inspect(root: Path) -> Found:
    """Read and check what a folder keeps."""
    name = current_name(root)
    if name is None:
        return Found()
    folder = root / name
    try:
        manifest = Manifest.model_validate_json((folder / _MANIFEST).read_bytes())
        damaged = [each for each in _FILES if _digest(folder / each) != manifest.files.get(each)]
    except (OSError, ValidationError):
        return Found(fault="The word vectors are damaged or incomplete.", folder=folder)
    if damaged:
        return Found(fault=f"The word vectors are damaged ({', '.join(damaged)}).", folder=folder)
    if manifest.words_version != VERSION:
        return Found(fault="The word vectors were built by another version of Cuecard.", folder=folder)
    return Found(_tables(folder, manifest), manifest, folder=folder)


def read_behind(folder: Path) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what only a later fit needs of a sound generation: support and frame."""
    return np.load(folder / "support.npy"), np.load(folder / "frame.npy")


def write(root: Path, fitted: Fitted, about: Mapping[str, object]) -> Manifest:
    """Write a generation and let it count from now on.

    Args:
        root: The folder `semantic` of a data folder; made if need be.
        fitted: The vectors.
        about: The remaining fields of the manifest.

    Returns:
        The manifest that was written.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = root / f"{_PREFIX}{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        manifest = _fill(folder, fitted, about)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _replace(root / _CURRENT, folder.name)
    _sweep(root, folder.name)
    return manifest


def remove(root: Path) -> int:
    """Remove all there is, checkpoints included. Returns how many bytes that freed.

    What another process still has open (Windows) goes with the next build or removal.
    """
    freed = size(root)
    (root / _CURRENT).unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    return freed - size(root)


def size(root: Path) -> int:
    """Return how many bytes a folder takes."""
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())


def _tables(folder: Path, manifest: Manifest) -> Tables:
    words: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    known = (folder / "words.txt").read_text(encoding="utf-8").split("\n")[: manifest.words]
    for row, word in enumerate(known):
        first, space, second = word.partition(" ")
        if space:
            pairs[first, second] = row
        else:
            words[word] = row
    pieces = np.load(folder / "pieces.npy").tolist()
    return Tables(
        name=manifest.name,
        rows=np.load(folder / "rows.npy", mmap_mode="r"),
        words=words,
        pairs=pairs,
        pieces={piece: len(known) + row for row, piece in enumerate(pieces)},
    )


def _fill(folder: Path, fitted: Fitted, about: Mapping[str, object]) -> Manifest:
    np.save(folder / "rows.npy", fitted.rows.astype(np.float16))
    np.save(folder / "pieces.npy", np.asarray(fitted.pieces, dtype=np.uint32))
    np.save(folder / "support.npy", fitted.support.astype(np.float32))
    np.save(folder / "frame.npy", fitted.frame)
    (folder / "words.txt").write_bytes("\n".join(fitted.words).encode())
    digests = {name: _digest(folder / name) for name in _FILES}
    name = hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:16]
    known = {"name": name, "words_version": VERSION, "files": digests, "dim": fitted.rows.shape[1]}
    sizes = {"words": len(fitted.words), "pieces": len(fitted.pieces)}
    manifest = Manifest.model_validate({**about, **known, **sizes})
    (folder / _MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    for path in folder.iterdir():
        _to_disk(path)
    return manifest


def _sweep(root: Path, keep: str) -> None:
    for folder in root.glob(f"{_PREFIX}*"):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(path: Path, text: str) -> None:
    aside = path.with_name(path.name + ".new")
    aside.write_text(text, encoding="utf-8")
    _to_disk(aside)
    aside.replace(path)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
