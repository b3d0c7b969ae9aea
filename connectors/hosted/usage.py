"""How often an answer was used, where the service counts it."""

from __future__ import annotations

from typing import Any


def roughly(count: Any) -> int:
    """Return a count by its order of magnitude, for fingerprints.

    Each use would make an answer a changed one, to be read and stored again on every run; so the count is
    taken over when the answer changes, and whenever it has doubled.
    """
    return int(count).bit_length() if isinstance(count, (int, float)) and count > 0 else 0
