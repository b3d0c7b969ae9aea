"""What an answer is called whole (title, shortcut, id), in the forms that are kept and asked for."""

from __future__ import annotations

from sidecar.search.analysis import forms

#: Longer names are not asked for whole.
_LONGEST_NAME = 200


def called_forms(text: str) -> tuple[str, ...]:
    """Return the forms of a whole name: its folded words, and itself without case."""
    words = forms(text, "").surface.rstrip()
    whole = text.strip().casefold().encode("utf-8", "ignore").decode()
    return tuple(dict.fromkeys(form for form in (words, whole) if 0 < len(form) <= _LONGEST_NAME))
