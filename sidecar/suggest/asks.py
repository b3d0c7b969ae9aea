"""What asks: sentences that are questions or requests, and sentences that hold two of them."""

from __future__ import annotations

import re
from functools import lru_cache

from sidecar.suggest.wording import phrases, unspaced_phrases

_MARK = re.compile(r"[?？؟\u037e]|;\W*$")
#: No phrase begins with a sign: those before it are passed over once (`*+`), not tried from each again.
_REQUEST = re.compile(
    rf"^\W*+(?:(?:{phrases('and')}|{phrases('also')})[\s,]+)?{phrases('asks')}", re.IGNORECASE
)
#: Where a second question begins: after words that only join, or after "and" before a word that asks.
_JOINT = re.compile(
    rf"[,;]?\s+(?:{phrases('also')}[,:]?\s+|{phrases('and')}\s+(?={phrases('asks')}))"
    rf"|[,;、，；]\s?{unspaced_phrases('also')}[、，,]?\s?",
    re.IGNORECASE,
)
_ONLY_JOINS = re.compile(rf"^\W*+(?:{phrases('and')}\s+)?{phrases('also')}\W*$", re.IGNORECASE)
#: A question has at least so many words, or letters of a script without spaces.
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 4
#: A longer sentence is not searched for joints.
_LONGEST = 600


@lru_cache(maxsize=512)
def asks(sentence: str) -> bool:
    """Tell whether a sentence is a question or a request, in any language, with or without its mark."""
    return bool(_MARK.search(sentence) or _REQUEST.match(sentence[:_LONGEST]))


def only_joins(sentence: str) -> bool:
    """Tell whether a sentence ("One more thing:") only says that another question follows."""
    return bool(_ONLY_JOINS.match(sentence[:_LONGEST]))


def clauses(sentence: str) -> list[str]:
    """Cut a sentence that asks two things ("... and also ...") between them; any other stays whole.

    The words that join are left out; what each part says stays as it was written.
    """
    # Looking for joints is dear, and nothing that asks begins in a sentence that does not.
    if len(sentence) > _LONGEST or not asks(sentence):
        return [sentence]
    parts: list[str] = []
    start = 0
    for joint in _JOINT.finditer(sentence):
        before, after = sentence[start : joint.start()].strip(), sentence[joint.end() :].strip()
        if _stands_alone(before) and _stands_alone(after) and asks(before):
            parts.append(before)
            start = joint.end()
    return [*parts, sentence[start:].strip()] if parts else [sentence]


def _stands_alone(part: str) -> bool:
    letters = sum(char.isalpha() for char in part)
    unspaced = letters and not part.isascii() and len(part.split()) < _FEWEST_WORDS
    return (
        letters >= _FEWEST_LETTERS
        if unspaced and _UNSPACED.search(part)
        else len(part.split()) >= _FEWEST_WORDS
    )


_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
