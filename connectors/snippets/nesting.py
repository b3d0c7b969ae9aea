"""Snippets inside of snippets, as text expanders put them together when one is typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_DEEPEST = 10
_MOST = 500_000


@dataclass(slots=True)
class Allowance:
    """How much may still be put into one text: a few lines that refer to each other can grow to gigabytes."""

    left: int = _MOST

    def takes(self, text: str) -> bool:
        """Whether a text may be put in; it is counted."""
        self.left -= len(text) + 100
        return self.left >= 0


def resolved(text: str, own: str, reference: re.Pattern[str], body_of: Callable[[str], str | None]) -> str:
    """Return a text with the snippets it refers to in their places.

    What cannot be found, would hold itself, or grows beyond all bounds stays as it is written: a gap.

    Args:
        text: of a snippet.
        own: its name.
        reference: how another is referred to; group 1 is its name.
        body_of: returns the text of the snippet of a name, `None` if there is none (or it is a script).
    """
    allowance = Allowance()

    def filled(text: str, inside: tuple[str, ...]) -> str:
        def put(match: re.Match[str]) -> str:
            name = match[1].strip()
            body = body_of(name) if name not in inside and len(inside) < _DEEPEST else None
            if body is None or not allowance.takes(body):
                return match[0]
            return filled(body, (*inside, name))

        return reference.sub(put, text)

    return filled(text, (own,))
