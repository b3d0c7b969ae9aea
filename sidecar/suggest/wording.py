"""The set phrases of mails in every language, read from the lists beside this file."""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "wording"
#: Scripts that write words without spaces between them have no word ends to look for.
_SPACED_UNTIL = "\u0e00"


def phrases(kind: str) -> str:
    """Return a pattern that matches any phrase of one kind, in any language.

    Args:
        kind: What stands before the colon in the lists, such as `greeting`.

    Raises:
        ValueError: If no list has a phrase of this kind, or a line has no colon.
    """
    found = {phrase for path in sorted(_FOLDER.glob("*.txt")) for phrase in _of_kind(path, kind)}
    if not found:
        msg = f"no list in {_FOLDER} has a line that begins with '{kind}:'"
        raise ValueError(msg)
    return _any_of(found)


def phrases_of(kind: str, language: str) -> str:
    """Return a pattern like that of `phrases`, of one base language; without any it matches nothing."""
    path = _FOLDER / f"{language}.txt"
    found = set(_of_kind(path, kind)) if language.isalpha() and path.is_file() else set()
    return _any_of(found) if found else "(?!)"


def unspaced_phrases(kind: str) -> str:
    """Return a pattern like that of `phrases`, of the languages alone that write no spaces."""
    found = {phrase for path in sorted(_FOLDER.glob("*.txt")) for phrase in _of_kind(path, kind)}
    return _any_of({each for each in found if not _is_spaced(each)})


def _any_of(found: set[str]) -> str:
    longest_first = sorted(found, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_pattern(phrase) for phrase in longest_first) + ")"


def _is_spaced(phrase: str) -> bool:
    return phrase[0] < _SPACED_UNTIL or "\u1e00" <= phrase[0] < "\u2000"


def _of_kind(path: Path, kind: str) -> list[str]:
    rows = [line.partition(":") for line in path.read_text("utf-8").splitlines() if line.strip()]
    for before, colon, _ in rows:
        if not colon:
            msg = f"{path}: '{before}' has no colon; write 'kind: phrase'"
            raise ValueError(msg)
    return [phrase.strip() for before, _, phrase in rows if before.strip() == kind]


def _pattern(phrase: str) -> str:
    words = [re.escape(word).replace("'", "['\u2019]") for word in phrase.split()]
    return r"\s+".join(words) + (r"(?!\w)" if _is_spaced(phrase) and phrase[-1].isalnum() else "")
