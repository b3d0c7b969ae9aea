"""The rows of the table, in its order. Floors hold for all tickets; a sample may be off by chance."""

from __future__ import annotations

import os
from collections.abc import Sequence

from tests.benchmarks.figures import banking, shop
from tests.benchmarks.figures.banking import among_first, hidden, questions
from tests.benchmarks.figures.corpora import PARAPHRASES, paraphrases, xquad
from tests.benchmarks.figures.row import Row
from tests.benchmarks.figures.speed import latency
from tests.benchmarks.figures.stream import stream
from tests.benchmarks.figures.vectors import GERMAN

_USUAL_SIZE = 10_000
#: Vectors fitted to German text of another field understand less.
_GERMAN_FLOORS = (36.0, 69.0) if os.environ.get(GERMAN) else (28.0, 55.0)

QUALITY = (
    Row(
        "Banking77, all past tickets learned: first / first three",
        "77 answers that are titles only, 10,003 tickets learned, 3,080 others asked",
        among_first(None),
        (88.4, 96.6),
        banking.NAME,
        (90.9, 97.7),
    ),
    Row(
        "... 10 past tickets learned for each answer",
        "drawn at random, mean of three draws",
        among_first(10),
        (73.0, 89.0),
        banking.NAME,
        (79.8, 94.0),
    ),
    Row(
        "... nothing learned",
        "the words of the titles are all there is",
        among_first(0),
        (43.0, 56.0),
        banking.NAME,
        (59.2, 79.0),
    ),
    Row(
        "... as a stream: first three, over the first 100 / 1,000 / 5,000 tickets",
        "only titles known; each ticket is asked, then its answer inserted; random order, mean of three",
        stream,
        (55.0, 78.0, 90.0),
        banking.NAME,
        (70.0,),
    ),
    Row(
        "... hidden in a long ticket: first / first three",
        "all learned; a greeting, five unrelated sentences of a fixed list, a signature; random place",
        hidden,
        (80.0, 91.0),
        banking.NAME,
    ),
    Row(
        "... two questions in a ticket: both answered in three / five",
        "all learned; 200 tickets made of questions with different answers, small talk between them",
        questions(2),
        (84.0, 88.0),
        banking.NAME,
    ),
    Row(
        "... three questions in a ticket: all answered in three / five",
        "the same with three",
        questions(3),
        (63.0, 75.0),
        banking.NAME,
    ),
    Row(
        "HINT3 sofmattress: first, where an answer exists / Matthews correlation, best / shipped threshold",
        "328 examples learned, 397 chat questions asked, 166 of them without an answer; correlation (R_K, "
        "times 100) over all answers and none",
        shop.shop,
        (73.6, 63.8),
    ),
    Row(
        "XQuAD, the right passage first: German / Arabic / Chinese / Hindi / Turkish",
        "240 passages, nothing learned, 1,190 questions each",
        xquad,
        (85.0, 82.0, 93.0, 68.0, 83.0),
    ),
    Row(
        "COVID-QA, German questions in other words: first / first five",
        "108 questions, nothing learned, 312 paraphrases asked",
        paraphrases,
        (27.0, 49.0),
        PARAPHRASES,
        _GERMAN_FLOORS,
    ),
)


def speed_rows(sizes: Sequence[int]) -> tuple[Row, ...]:
    """Return the rows about speed at so many passages, beside those of the usual size."""
    return tuple(
        Row(
            f"A suggestion at {size:,} passages and {size // 10:,} learned questions: p50 / p95",
            "tickets of about 143 words, milliseconds of one core",
            latency(size),
            vectors=banking.NAME,
            unit="ms",
        )
        for size in (_USUAL_SIZE, *sizes)
    )
