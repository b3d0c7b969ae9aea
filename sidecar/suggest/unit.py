"""The pieces of a ticket that are asked for one by one."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.search.protocol import Words


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the ticket that is asked for by itself: a sentence, the subject, or a short ticket whole."""

    text: str
    words: Words
    weight: float = 1.0
