"""A line of the table: what it is called, how it is measured, and what it must not fall below."""

from __future__ import annotations

import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.labelled import with_vectors

_T = TypeVar("_T")
#: Standard deviations of a sample allowed below a floor that holds for all tickets.
_SPREAD = 1.0


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the labelled data lie, where teams are kept, and how many tickets are asked (`None`: all)."""

    data: Path
    folder: Path
    sample: int | None = None

    def pick(self, tickets: list[_T], most: int | None = None) -> list[_T]:
        """Return the tickets to ask: all of them, or a sample (of at most `most`), always the same."""
        if self.sample is None:
            return tickets
        size = min(most or self.sample, len(tickets))
        return random.Random(11).sample(tickets, size)  # noqa: S311 - a sample, not a secret

    def draws(self) -> tuple[int, ...]:
        """Return the seeds of examples and orders: three, of a sample one."""
        return (1, 2, 3) if self.sample is None else (7,)

    def place(self, name: str, vectors: Path | None) -> Path:
        """Return the folder of a team, with its word vectors in it if it has any."""
        folder = self.folder / (f"{name} {vectors.name}" if vectors else name)
        folder.mkdir(parents=True, exist_ok=True)
        return with_vectors(folder, vectors)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a row, in the order its name tells, and of how many tickets each value is.

    `whole`: nothing was left out, so no chance is in it.
    """

    values: tuple[float, ...]
    tickets: int
    whole: bool = False

    def below(self, floors: tuple[float, ...]) -> list[str]:
        """Return the values under their floor, with what a sample may be off by taken into account."""
        return [
            f"{value:.1f} instead of {floor}"
            for value, floor in zip(self.values, floors, strict=False)
            if value < floor - (0 if self.whole else self._slack(floor))
        ]

    def _slack(self, floor: float) -> float:
        return _SPREAD * math.sqrt(floor * (100 - floor) / max(self.tickets, 1))


#: Measures with words alone, or with the word vectors of a folder.
Measure = Callable[[Bench, Path | None], Awaitable[Measured]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Attributes:
        name: What is measured; after the colon what each figure is.
        how: The protocol.
        measure: How to measure it.
        floors: What no value may fall below with words alone; 0 where nothing is promised.
        vectors: Which word vectors it is measured with too (a name in `teachers.FITTED`), if any.
        vector_floors: What no value may fall below with them.
        unit: Of the values.
    """

    name: str
    how: str
    measure: Measure
    floors: tuple[float, ...] = ()
    vectors: str | None = None
    vector_floors: tuple[float, ...] = ()
    unit: str = "%"
