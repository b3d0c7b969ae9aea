"""Fits the model of `sidecar.suggest.confidence` on labelled tickets: run it when scores change their scale.

`python -m tests.benchmarks.fit_confidence DATA [CHECK ...]` prints the coefficients to copy and how well they
do; each CHECK is a folder with `learn.jsonl` and `test.jsonl` that nothing is fitted on. A few minutes.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from sidecar.suggest import confidence
from sidecar.suggest.confidence import Features
from tests.benchmarks.labelled import (
    Ticket,
    examples,
    passages,
    read_queries,
    read_tickets,
    taught,
)
from tests.benchmarks.test_quality import _buried
from tests.suggest.running import Team

Floats = NDArray[np.float64]

#: Every so many answers are left out, so that their tickets have none.
_LEFT_OUT = 0.25
#: Tickets asked of each team.
_TICKETS = 240
_BURIED = 120
#: Keeps coefficients small where the data say little.
_RIDGE = 1e-3
_ROUNDS = 4000


@dataclass
class Sample:
    """Tickets asked of one team: what was known of the first suggestion, and whether it was right."""

    name: str
    rows: list[Features] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    answerable: list[bool] = field(default_factory=list)

    @property
    def values(self) -> Floats:
        return np.array(self.rows, dtype=float)

    @property
    def hits(self) -> NDArray[np.bool_]:
        return np.array(self.right, dtype=bool)


async def ask(name: str, house: Team, tickets: Sequence[Ticket]) -> Sample:
    """Ask a team; a ticket whose answer the team does not have has none."""
    sample = Sample(name)
    known: list[Features] = []

    def record(*arguments: object) -> float:
        known.append(confidence.features(*arguments))  # type: ignore[arg-type]
        return 0.5

    with mock.patch.object(confidence, "confidence", record):
        for ticket in tickets:
            known.clear()
            result = await house.ask(ticket.text, limit=5)
            if known:
                first = result.suggestions[0].answer.external_id
                sample.rows.append(known[0])
                sample.right.append(first == ticket.label)
                sample.answerable.append(ticket.label is not None)
    return sample


async def bank(data: Path, each: int | None, seed: int) -> list[Sample]:
    """Banking77 without a part of its answers, as they are and hidden in long tickets."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    learned = examples(read_tickets(data / "learn.jsonl"), each, seed)
    gone = set(draw.sample(sorted(learned), int(_LEFT_OUT * len(learned))))
    kept = {label: texts for label, texts in learned.items() if label not in gone}
    tickets = draw.sample(read_tickets(data / "test.jsonl"), _TICKETS)
    asked = [Ticket(each.text, None if each.label in gone else each.label) for each in tickets]
    name = f"{data.name} {'all' if each is None else each} ({seed})"
    with tempfile.TemporaryDirectory() as folder:
        async with taught(Path(folder), kept) as house:
            return [
                await ask(name, house, asked),
                await ask(f"{name} buried", house, [_buried(each) for each in asked[:_BURIED]]),
            ]


async def whole(data: Path, most: int = 600) -> Sample:
    """A set whose tickets without an answer are its own."""
    tickets = read_tickets(data / "test.jsonl")
    tickets = random.Random(5).sample(tickets, min(most, len(tickets)))  # noqa: S311 - a sample
    with tempfile.TemporaryDirectory() as folder:
        async with taught(Path(folder), examples(read_tickets(data / "learn.jsonl"), None, 1)) as house:
            return await ask(data.name, house, tickets)


async def documents(data: Path, strange: Sequence[Ticket]) -> Sample:
    """Questions to articles, nothing learned; questions about something else have no answer."""
    language = data.name.rpartition("-")[2]
    queries = random.Random(3).sample(read_queries(data), 150)  # noqa: S311 - a sample, not a secret
    with tempfile.TemporaryDirectory() as folder:
        async with passages(Path(folder), data / "corpus.jsonl", language) as house:
            return await ask(data.name, house, [*queries, *strange])


def fit(samples: Sequence[Sample]) -> Floats:
    """Return the intercept and coefficients (none negative) of least loss; all sets weigh the same."""
    values = np.vstack([each.values for each in samples])
    right = np.concatenate([each.hits for each in samples]).astype(float)
    weight = np.concatenate([np.full(len(each.rows), 1 / len(each.rows)) for each in samples]) / len(samples)
    inputs = np.hstack([np.ones((len(values), 1)), values])
    found = ahead = np.zeros(inputs.shape[1])
    step = 4.0 / float(np.linalg.norm(inputs.T @ (inputs * weight[:, None]), 2))
    for turn in range(1, _ROUNDS + 1):  # projected, with Nesterov's momentum
        off = weight * (1 / (1 + np.exp(-(inputs @ ahead))) - right)
        new = ahead - step * (inputs.T @ off + _RIDGE * np.r_[0.0, ahead[1:]])
        new[1:] = np.maximum(new[1:], 0.0)
        ahead = new + (turn - 1) / (turn + 2) * (new - found)
        found = new
    return found


def chances(sample: Sample, model: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(model[0] + sample.values @ model[1:]))))


def describe(sample: Sample, sure: Floats, threshold: float) -> str:
    """One line: how well probabilities tell right from wrong, and how true they are."""
    hits, none = sample.hits, ~np.array(sample.answerable)
    shown = sure >= threshold
    above, below = sure[hits], sure[~hits]
    area = (
        float(((above[:, None] > below) + 0.5 * (above[:, None] == below)).mean())
        if len(above) and len(below)
        else 1
    )
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(abs(sure[bins == each].sum() - hits[bins == each].sum()) for each in range(10)) / len(sure)
    passing = f"{shown[none].mean():.2f}" if none.any() else "-"
    return (
        f"{sample.name:<28} n {len(sure):>4}  right {hits.mean():.2f}  area {area:.3f}  error {error:.3f}  "
        f"shown {shown.mean():.2f}  right of shown {hits[shown].mean() if shown.any() else 0:.2f}  "
        f"right ones shown {shown[hits].mean():.2f}  shown without an answer {passing}"
    )


async def gather(data: Path) -> list[Sample]:
    """Ask everything that is fitted on."""
    samples: list[Sample] = []
    for each, seed in ((0, 1), (0, 2), (10, 3), (10, 4), (None, 5)):
        samples += await bank(data / "banking77", each, seed)
    samples.append(await whole(data / "hint3-sofmattress"))
    strange = random.Random(9).sample(read_tickets(data / "banking77" / "test.jsonl"), 50)  # noqa: S311
    shop = random.Random(9).sample(read_tickets(data / "hint3-sofmattress" / "test.jsonl"), 50)  # noqa: S311
    others = [Ticket(each.text, None) for each in [*strange, *shop]]
    for language in ("de", "tr"):
        path = data / f"xquad-{language}"
        foreign = [Ticket(each.text, None) for each in read_queries(data / "covid-faq-de")[:60]]
        samples.append(await documents(path, foreign if language == "de" else others))
    return samples


def main() -> None:
    data, *checks = map(Path, sys.argv[1:])
    samples = asyncio.run(gather(data))
    model = fit(samples)
    print(f"INTERCEPT = {model[0]:.2f}")
    named = ", ".join(f"{name}={value:.2f}" for name, value in zip(Features._fields, model[1:], strict=True))
    print(f"COEFFICIENTS = Features({named})")
    held = [asyncio.run(whole(path)) for path in checks]
    for threshold in (0.35, 0.4, 0.45, 0.5, 0.55):
        print(f"-- threshold {threshold}")
        for sample in [*samples, *held]:
            print(describe(sample, chances(sample, model), threshold))


if __name__ == "__main__":
    main()
