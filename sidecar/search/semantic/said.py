"""What a model has said of texts, kept on disk.

So an interrupted build goes on, and a later one asks only for what is new. Nothing that is kept holds text:
a vector is found by a keyed hash of its text. The vectors of tickets stay only until the build is done
(`keep_only`), those of the team's own published sentences and of single words for the next one.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SALT = "salt"
#: Lies there from the beginning of a build to its end.
_UNFINISHED = "unfinished"
_SALT_BYTES = 16
_HASH_BYTES = 8


class Said:
    """What one model has said.

    Args:
        root: Where it is kept; each model has a folder of its own in it.
        fingerprint: Tells the model apart.
    """

    def __init__(self, root: Path, fingerprint: str) -> None:
        self._root = root
        self._folder = root / fingerprint
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._salt = _salt(self._folder / _SALT)
        self._pieces: list[NDArray[np.float16]] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        self._number = 0
        for path in sorted(self._folder.glob("*.npz")):
            self._read(path)

    def __len__(self) -> int:
        return len(self._places)

    def begin(self) -> None:
        """Note that a build is under way; `keep_only` notes its end."""
        (self._folder / _UNFINISHED).touch()

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Return the texts of which nothing is kept, each once, the shortest first."""
        unknown = [text for text in dict.fromkeys(texts) if self._hash(text) not in self._places]
        return sorted(unknown, key=lambda text: (len(text), text))

    def add(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep what the model said of some texts; it is on the disk when this returns."""
        hashes = [self._hash(text) for text in texts]
        self._write(hashes, vectors.astype(np.float16))

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return what the model said of texts, of all of which something is kept."""
        rows = [self._pieces[piece][row] for piece, row in (self._places[self._hash(text)] for text in texts)]
        return np.asarray(rows, dtype=np.float32)

    def keep_only(self, texts: Iterable[str]) -> None:
        """Forget everything but what was said of these texts, and all that other models said."""
        kept = [each for each in {self._hash(text) for text in texts} if each in self._places]
        rows = [self._pieces[piece][row] for piece, row in (self._places[each] for each in kept)]
        old = list(self._folder.glob("*.npz"))
        self._pieces, self._places = [], {}
        if rows:
            self._write(kept, np.asarray(rows, dtype=np.float16))
        for path in old:
            path.unlink()
        (self._folder / _UNFINISHED).unlink(missing_ok=True)
        for other in self._root.iterdir():
            if other != self._folder and other.is_dir():
                shutil.rmtree(other, ignore_errors=True)

    def _read(self, path: Path) -> None:
        self._number = max(self._number, int(path.stem) if path.stem.isdigit() else 0)
        try:
            with path.open("rb") as file, np.load(file) as kept:
                hashes, vectors = kept["hashes"], kept["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            path.unlink()  # what it held is asked again
            return
        self._take(np.ascontiguousarray(hashes), vectors)

    def _write(self, hashes: Sequence[bytes], vectors: NDArray[np.float16]) -> None:
        self._number += 1
        path = self._folder / f"{self._number:06}.npz"
        aside = path.with_suffix(".new")
        packed = np.frombuffer(b"".join(hashes), np.uint8).reshape(len(hashes), _HASH_BYTES)
        with aside.open("wb") as file:
            np.savez(file, hashes=packed, vectors=vectors)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        self._take(packed, vectors)

    def _take(self, hashes: NDArray[np.uint8], vectors: NDArray[np.float16]) -> None:
        self._pieces.append(vectors)
        piece = len(self._pieces) - 1
        self._places.update((each.tobytes(), (piece, row)) for row, each in enumerate(hashes))

    def _hash(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), digest_size=_HASH_BYTES, key=self._salt).digest()


def unfinished(root: Path) -> bool:
    """Tell whether a build has begun and not ended: it runs, or was interrupted."""
    return any(root.glob(f"*/{_UNFINISHED}"))


def _salt(path: Path) -> bytes:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        found = b""
    if len(found) == _SALT_BYTES:
        return found
    # What was kept under another salt cannot be found any more.
    for stale in path.parent.glob("*.npz"):
        stale.unlink()
    fresh = secrets.token_bytes(_SALT_BYTES)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(fresh)
    return fresh
