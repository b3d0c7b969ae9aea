"""How often Python looks for garbage while it serves."""

from __future__ import annotations

import gc

#: New containers between two looks, and looks of each generation before the next one is looked at, too.
_THRESHOLDS = (20_000, 20, 50)


def collect_seldom() -> None:
    """Let the collector look for cycles less often than it does by default.

    A suggestion makes thousands of small objects and leaves no cycles behind, and each full look goes through
    all the words and tables that a server keeps for good: a tenth of the time of a request.
    """
    gc.set_threshold(*_THRESHOLDS)
