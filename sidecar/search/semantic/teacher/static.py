"""A ready static model (model2vec's form): a vector for each token, a text is their mean.

The form: `model.safetensors` with the tensor `embeddings` (sentence-transformers: `embedding.weight`), where
vocabularies are quantised also `weights` (one for each token) and `mapping` (token to row); `tokenizer.json`;
`config.json` with `normalize`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar.search.semantic.teacher.described import read_json
from sidecar.search.semantic.teacher.protocol import UnusableModel
from sidecar.search.semantic.teacher.tokens import read_tokenizer, whole_words

#: Where sentence-transformers keeps a static model.
_BELOW = ("", "0_StaticEmbedding")
_EMBEDDINGS = ("embeddings", "embedding.weight")
_MOST_TOKENS = 512
_MOST_HEADER = 100_000_000
_TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "i1",
    "U8": "u1",
}


def find_static(folder: Path) -> Path | None:
    """Return the folder (this one, or one below it) that has a static model's two files, if any does."""
    for name in _BELOW:
        below = folder / name
        if (below / "model.safetensors").is_file() and (below / "tokenizer.json").is_file():
            return below
    return None


class StaticTeacher:
    """A static model.

    Raises:
        NotInstalled: tokenizers is missing.
        UnusableModel: It is no static model.
    """

    def __init__(self, folder: Path, inside: Path) -> None:
        model = inside / "model.safetensors"
        tensors = read_safetensors(model)
        name = next((name for name in _EMBEDDINGS if name in tensors), None)
        if name is None or tensors[name].ndim != 2:  # noqa: PLR2004 - rows and columns
            raise UnusableModel(
                f"{model} is not a static model (it has no tensor {_EMBEDDINGS[0]}), and {folder} has no "
                "model.onnx either. Download the model's ONNX file into the folder."
            )
        self._rows = tensors[name]
        self._weights = tensors.get("weights")
        self._mapping = tensors.get("mapping")
        self._tokenizer = read_tokenizer(inside / "tokenizer.json", _MOST_TOKENS)
        self._unknown = _unknown_token(inside / "tokenizer.json")
        self.name = folder.resolve().name
        with model.open("rb") as file:
            self.fingerprint = hashlib.file_digest(file, "sha256").hexdigest()[:16]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text, of length 1 (zero where no token of it is known)."""
        sums = np.zeros((len(texts), self._rows.shape[1]), np.float32)
        for row, read in enumerate(self._tokenizer.encode_batch(list(texts), add_special_tokens=False)):
            tokens = [token for token in read.ids if token != self._unknown]
            if tokens:
                sums[row] = self._mean(np.asarray(tokens))
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        sums /= np.where(lengths > 0, lengths, 1)
        return sums

    def vocabulary(self) -> list[str]:
        """Return the whole words among the model's tokens, the most frequent first."""
        return whole_words(self._tokenizer)

    def _mean(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        rows = tokens if self._mapping is None else self._mapping[tokens]
        vectors = self._rows[rows].astype(np.float32)
        if self._weights is not None:
            vectors = vectors * self._weights[tokens].astype(np.float32)[:, None]
        return np.asarray(vectors.mean(axis=0), dtype=np.float32)


def read_safetensors(path: Path) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of a safetensors file: a header's length (8 bytes), the header (JSON), the numbers.

    Raises:
        UnusableModel: It is damaged, or has numbers of an unknown kind.
    """
    data = np.memmap(path, np.uint8, mode="r") if path.stat().st_size else np.zeros(0, np.uint8)
    try:
        length = min(int.from_bytes(data[:8].tobytes(), "little"), _MOST_HEADER)
        header = json.loads(data[8 : 8 + length].tobytes())
        return {
            name: _tensor(data[8 + length :], each) for name, each in header.items() if name != "__metadata__"
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableModel(f"{path} is damaged ({error}). Download it again.") from error


def _tensor(data: NDArray[np.uint8], told: dict[str, Any]) -> NDArray[np.generic]:
    begin, end = told["data_offsets"]
    kind, shape = told["dtype"], told["shape"]
    piece = data[begin:end]
    if kind == "BF16":
        wide = piece.view("<u2").astype(np.uint32) << 16
        return np.asarray(wide.view(np.float32).reshape(shape))
    if kind not in _TYPES:
        raise ValueError(f"numbers of the kind {kind} are unknown")
    return np.asarray(piece.view(_TYPES[kind]).reshape(shape))


def _unknown_token(path: Path) -> int | None:
    model = read_json(path).get("model", {})
    number, token = model.get("unk_id"), model.get("unk_token")
    if isinstance(number, int):
        return number
    vocabulary = model.get("vocab", {})
    found = vocabulary.get(token) if isinstance(vocabulary, dict) else None
    return found if isinstance(found, int) else None
