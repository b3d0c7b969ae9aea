"""The pieces of a ticket that are asked for one by one."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.search.protocol import Words


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the ticket that is asked for by itself: a sentence, the subject, or a short ticket whole.

    `words` are what it says; `narrowed` is what of them is asked of the index, where that is less.
    """

    text: str
    words: Words
    weight: float = 1.0
    narrowed: Words | None = None

    @property
    def sought(self) -> Words:
        """What is asked of the index."""
        return self.words if self.narrowed is None else self.narrowed
