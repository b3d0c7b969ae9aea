"""The deletion guard: a source that suddenly seems to have lost much of its content is not believed."""

from __future__ import annotations

#: A sweep is held if it would delete more than this many documents ...
FREE_DELETIONS = 20
#: ... and more than this share of those the source had.
FREE_SHARE = 0.25


def is_suspicious(vanished: int, known_before: int) -> bool:
    """Whether a sweep is to be held for the admin.

    Args:
        vanished: how many documents a complete pass did not name.
        known_before: how many the source had before the pass. New ones do not count: a folder that was
        renamed
            brings as many as it loses.
    """
    return vanished > FREE_DELETIONS and vanished > known_before * FREE_SHARE
