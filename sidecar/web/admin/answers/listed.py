"""Lists as people type them: one entry a line, or parted by commas where no entry has one."""

from __future__ import annotations

import re

LONGEST_ENTRY = 200


def entries(text: str) -> list[str]:
    """Return the entries of a list parted by commas or line ends, each once."""
    return _each(re.split(r"[,\n]", text))


def lines(text: str) -> list[str]:
    """Return the entries of a list with one a line, each once: questions have commas."""
    return _each(text.splitlines())


def _each(parts: list[str]) -> list[str]:
    return list(dict.fromkeys(part.strip()[:LONGEST_ENTRY] for part in parts if part.strip()))
