"""What all signals together make of a score, and how much that is at most."""

from __future__ import annotations

import math
from datetime import datetime

from sidecar.knowledge.model import Answer
from sidecar.suggest.bounds import BOUNDS
from sidecar.suggest.signals import Case, factors

#: The highest and the lowest that all signals make together.
HIGHEST = math.prod(bound.most for bound in BOUNDS.values())
LOWEST = math.prod(bound.least for bound in BOUNDS.values())
#: An answer whose match is this many times better than another's stands before it, whatever else speaks for
#: that one: about 1.9. What can still put another first is a rule of the team, or that it says as much in the
#: customer's language.
MOST_OVERTAKEN = HIGHEST / LOWEST


def weight(answer: Answer, language: str, reply_public: bool | None, now: datetime) -> float:
    """Return the factor of an answer by itself, with nothing known of viewer, topic or similar tickets."""
    return math.prod(factors(answer, Case(language, now, reply_public)).values())
