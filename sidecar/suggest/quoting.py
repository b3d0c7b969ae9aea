"""What a customer wrote this time: without the greeting, the signature and the earlier mail below."""

from __future__ import annotations

import re

from sidecar.suggest.phrases import (
    ATTRIBUTION,
    CLOSING,
    DIVIDER,
    GREETING,
    HEADER,
    NOISE_LINE,
    SIGNATURE_MARK,
)

#: So many header lines in a row are the head of a quoted mail.
_HEADERS = 3
#: A signature is no longer than this many lines; more is text that goes on after a closing formula.
_SIGNATURE_LINES = 10


def own_words(text: str) -> str:
    """Return what the author of a message wrote in it.

    If everything looks quoted, the quoted text is what there is to go by, and it is returned.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = _without_signature(_without_history(lines))
    body = _without_greeting("\n".join(line for line in kept if not NOISE_LINE.match(line)))
    if body.strip():
        return body
    unquoted = [re.sub(r"^[\s>|]+", "", line) for line in lines]
    body = "\n".join(
        line
        for line in unquoted
        if not (HEADER.match(line) or ATTRIBUTION.match(line) or DIVIDER.match(line))
    )
    return _without_greeting(body)


def _without_history(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for place, line in enumerate(lines):
        if DIVIDER.match(line) or _is_header_block(lines, place):
            break
        if _attribution_length(lines, place):
            below = lines[place + _attribution_length(lines, place) :]
            # Below marked quotations somebody may answer; unmarked ones run to the end.
            marked = any(each.lstrip().startswith(">") for each in below)
            return kept + _unmarked(below) if marked else kept
        kept.append(line)
    return _unmarked(kept)


def _unmarked(lines: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        length = _attribution_length(lines, place)
        if length:
            place += length
            continue
        if not re.match(r"\s*(?:>|\|\s)", lines[place]):
            kept.append(lines[place])
        place += 1
    return kept


def _attribution_length(lines: list[str], place: int) -> int:
    """Return how many lines the "On ... wrote:" beginning here takes (programs wrap it); 0 if none does."""
    for length in (1, 2, 3):
        candidate = " ".join(lines[place : place + length])
        if len(lines) - place >= length and ATTRIBUTION.match(candidate):
            return length
    return 0


def _is_header_block(lines: list[str], place: int) -> bool:
    block = [line for line in lines[place : place + _HEADERS + 2] if line.strip()]
    return len(block) >= _HEADERS and all(HEADER.match(line) for line in block[:_HEADERS])


def _without_signature(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        if SIGNATURE_MARK.match(line) and place:
            return lines[:place]
        rest = [each for each in lines[place + 1 :] if each.strip()]
        written = any(each.strip() and not GREETING.fullmatch(each) for each in lines[:place])
        if written and len(rest) <= _SIGNATURE_LINES and CLOSING.match(line):
            return lines[:place]
    return lines


def _without_greeting(text: str) -> str:
    return GREETING.sub("", text.lstrip(), count=1)
