"""What word vectors say of a ticket, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(slots=True)
class Meant:
    """What the vectors say, by answer; empty without vectors.

    Attributes:
        vectors: Those of the units, shape (units, dimensions).
        known: Which share of what the ticket tells is in words that have a vector, from 0 to 1.
        votes: How much the nearest questions and titles speak for an answer, the most being 1.
        alike: How much the title or a passage means the same, the most being 1.
        told: How much the votes count beside that, from 0 to 1: less where what voted is further away.
        cosines: The highest cosine of anything of an answer.
        places: The unit that speaks most for an answer.
        ordinals: Its nearest passage.
    """

    vectors: NDArray[np.float32]
    known: float = 0.0
    votes: dict[int, float] = field(default_factory=dict)
    alike: dict[int, float] = field(default_factory=dict)
    told: float = 0.0
    cosines: dict[int, float] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    ordinals: dict[int, int] = field(default_factory=dict)
