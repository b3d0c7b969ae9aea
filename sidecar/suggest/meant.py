"""What word vectors say of a ticket, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

#: A piece of a ticket that comes nearer to something known than this share of the cosine that the best piece
#: comes to is about what the team knows, too; how fast what is further counts less, as a power of it. Of 120
#: statements that were questions of a bank's customers nine in ten came nearer; "I have been a customer for
#: years" came half as near as its ticket's questions.
_CLOSE = 2 / 3
_FALL = 4


def to_the_point(nearest: float, best: float) -> float:
    """Return how far a piece of a ticket is about what the team knows, from 0 to 1.

    Args:
        nearest: The cosine of what is known that is nearest to the piece; 0 where nothing is known of it.
        best: The highest of those of all pieces.
    """
    return min(1.0, nearest / (_CLOSE * best)) ** _FALL if 0 < nearest < best else 1.0


@dataclass(slots=True)
class Meant:
    """What the vectors say, by answer; empty without vectors.

    Attributes:
        vectors: Those of the units, shape (units, dimensions).
        known: How well what the ticket tells is known to the vectors, from 0 to 1.
        votes: How much the nearest questions and titles speak for an answer, the most being 1.
        alike: How much the title or a passage means the same, the most being 1.
        told: How much the votes count beside that, from 0 to 1: less where what voted is further away.
        cosines: The highest cosine of anything of an answer.
        places: The unit that speaks most for an answer.
        ordinals: Its nearest passage.
        points: How far each unit is about what the team knows, from 0 to 1.
    """

    vectors: NDArray[np.float32]
    known: float = 0.0
    votes: dict[int, float] = field(default_factory=dict)
    alike: dict[int, float] = field(default_factory=dict)
    told: float = 0.0
    cosines: dict[int, float] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    ordinals: dict[int, int] = field(default_factory=dict)
    points: Sequence[float] = ()
