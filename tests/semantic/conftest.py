"""Models for the tests, and texts of a small team."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

from tests.semantic import models

#: A static model of four meanings: what a text says of cards, of parcels, of money back, and of time.
MEANINGS = {
    "card": (1, 0, 0, 0),
    "cards": (1, 0, 0, 0),
    "plastic": (0.9, 0, 0, 0.1),
    "parcel": (0, 1, 0, 0),
    "package": (0, 0.95, 0, 0),
    "refund": (0, 0, 1, 0),
    "refunded": (0, 0, 1, 0.1),
    "reimbursed": (0, 0, 0.9, 0),
    "late": (0, 0.2, 0, 1),
    "slow": (0, 0.1, 0, 0.9),
    "my": (0.05, 0.05, 0.05, 0.05),
    "is": (0.05, 0.05, 0.05, 0.05),
}


@pytest.fixture(scope="session")
def minilm() -> Path:
    """A real sentence model as a hub would offer it."""
    return models.minilm()


@pytest.fixture
def static_model(tmp_path: Path) -> Path:
    """A ready static model in model2vec's form, written by hand."""
    folder = tmp_path / "static-model"
    folder.mkdir()
    write_static(folder, MEANINGS)
    return folder


def write_static(folder: Path, meanings: Mapping[str, tuple[float, ...]]) -> None:
    words = ["[UNK]", *meanings]
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    rows = np.asarray([(9.0,) * 4, *meanings.values()], np.float32)
    (folder / "model.safetensors").write_bytes(safetensors(embeddings=rows))
    (folder / "config.json").write_text(json.dumps({"normalize": True}), encoding="utf-8")


def safetensors(**tensors: np.ndarray) -> bytes:
    kinds = {"float32": "F32", "float16": "F16", "int64": "I64", "int8": "I8"}
    header, data = {}, b""
    for name, tensor in tensors.items():
        told = {"dtype": kinds[tensor.dtype.name], "shape": list(tensor.shape)}
        header[name] = {**told, "data_offsets": [len(data), len(data) + tensor.nbytes]}
        data += tensor.tobytes()
    packed = json.dumps({"__metadata__": {"format": "np"}, **header}).encode()
    return len(packed).to_bytes(8, "little") + packed + data
