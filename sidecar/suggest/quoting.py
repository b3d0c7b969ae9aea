"""What a customer wrote this time: without the greeting, the signature and the earlier mail below."""

from __future__ import annotations

import re

from sidecar.suggest.phrases import (
    ADDRESSED,
    CLOSING,
    DATED,
    DIVIDER,
    FORWARD,
    GREETING,
    HEADER,
    HEADER_FROM,
    HEADER_SUBJECT,
    NOISE_LINE,
    OPENS,
    SENT_LINE,
    SIGNATURE_MARK,
    WROTE,
)

#: So many header lines in a row are the head of a quoted mail, and it has no more than this.
_HEADERS = 3
_MOST_HEADERS = 7
#: A signature is no longer than this many lines; more is text that goes on after a closing formula.
_SIGNATURE_LINES = 10
#: A formula, a header or an attribution is no longer, in characters.
_LONGEST_LINE = 300
#: Over so many lines programs wrap an attribution.
_WRAPPED = 3
_LONGEST_FORMULA = 100
#: Above a forwarded mail so few words only hand it on.
_HANDS_ON = 8
#: Below a closing formula a question has so many words; fewer are a slogan.
_QUESTION_WORDS = 4
#: From so many letters on a mail may be shouted, and is if so large a share of them are capitals.
_SHOUTED = 12
_SHOUTED_SHARE = 0.8
#: A mail forwarded so many times is read no deeper.
_DEEPEST = 3

_QUOTED = re.compile(r"\s*(?:>|\|\s)")
_QUOTE_MARKS = re.compile(r"^[\s>|]+")
#: Invisible marks of direction that programs put around names and addresses.
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_QUESTION = re.compile(r"[?？؟;](?=\s|$)|[？؟]")
_POSTSCRIPT = re.compile(r"\s*p\.?\s?s\b", re.IGNORECASE)


def own_words(text: str) -> str:
    """Return what the author of a message wrote in it.

    If everything looks quoted, the quoted text is what there is to go by, and it is returned; so is
    a mail that was only handed on.
    """
    plain = _DIRECTION.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _own_words(plain.split("\n"), _DEEPEST)


def _own_words(lines: list[str], depth: int) -> str:
    above, below, forwarded = _without_history(lines)
    body = _body(above)
    if body.strip() and not (forwarded and _hands_on(body)):
        return body
    if below and depth:
        return "\n".join(filter(None, (body.strip(), _own_words(_without_marks(below), depth - 1))))
    return body if body.strip() else _body(_without_marks(lines))


def _body(lines: list[str]) -> str:
    written = [line for line in lines if not (len(line) < _LONGEST_LINE * 4 and NOISE_LINE.match(line))]
    shouted = _is_shouted(written)
    return _without_greeting("\n".join(_without_signature(written, shouted)), shouted)


def _is_shouted(lines: list[str]) -> bool:
    letters = [char for line in lines for char in line[:_LONGEST_LINE] if char.isupper() or char.islower()]
    return len(letters) >= _SHOUTED and sum(map(str.isupper, letters)) >= _SHOUTED_SHARE * len(letters)


def _told(line: str, shouted: int) -> str:
    """Return a line as formulas are told in it: in capital letters every word would look like a name."""
    small = line.lower() if shouted else line
    return small if len(small) == len(line) else line


def _hands_on(body: str) -> bool:
    return len(body.split()) <= _HANDS_ON and not _QUESTION.search(body)


def _without_marks(lines: list[str]) -> list[str]:
    bare = [_QUOTE_MARKS.sub("", line) for line in lines]
    return [line for line in bare if not _is_head(line)]


def _is_head(line: str) -> bool:
    if len(line) > _LONGEST_LINE or not line:
        return False
    return bool(HEADER.match(line) or DIVIDER.match(line) or FORWARD.match(line) or _attributes(line))


def _without_history(lines: list[str]) -> tuple[list[str], list[str], bool]:
    """Return the author's lines, those of the earlier mail, and whether that was handed on."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        if not line.strip():
            kept.append(line)
            continue
        forward = len(line) <= _LONGEST_LINE and bool(FORWARD.match(line))
        head = len(line) <= _LONGEST_LINE and bool(DIVIDER.match(line))
        if forward or head or _is_header_block(lines, place):
            return _unmarked(kept), lines[place:], forward
        length = _attribution_length(lines, place)
        if length:
            below = lines[place + length :]
            # Below marked quotations somebody may answer; unmarked ones run to the end.
            if any(each.lstrip().startswith(">") for each in below):
                return _unmarked(kept + below), [], False
            return _unmarked(kept), below, False
        kept.append(line)
    return _unmarked(kept), [], False


def _unmarked(lines: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        length = _attribution_length(lines, place)
        if not length and not _QUOTED.match(lines[place]):
            kept.append(lines[place])
        place += length or 1
    return kept


def _attribution_length(lines: list[str], place: int) -> int:
    """Return how many lines the "On ... wrote:" beginning here takes (programs wrap it); 0 if none does."""
    candidate = ""
    for length, full in enumerate(lines[place : place + _WRAPPED], start=1):
        line = full.strip()
        candidate = f"{candidate} {line}".strip()
        if not _may_attribute(candidate, line, length):
            return 0
        vague = _vague(candidate) and _quoted_below(lines, place + length)
        if vague or _attributes(candidate):
            return length
        if line[-1] in ".!?:":
            return 0
    return 0


def _may_attribute(candidate: str, line: str, length: int) -> bool:
    if not line or line[0] == ">" or len(line) > _LONGEST_LINE:
        return False
    return length == 1 or bool(OPENS.match(candidate))


def _attributes(line: str) -> bool:
    if line[-1:] not in {":", "："} or not DATED.search(line):
        return False
    dated = bool(OPENS.match(line))
    return (dated and bool(WROTE.search(line))) or (
        bool(ADDRESSED.search(line)) and (dated or bool(WROTE.search(line)))
    )


def _vague(line: str) -> bool:
    return line[-1:] in {":", "："} and bool(WROTE.search(line))


def _quoted_below(lines: list[str], place: int) -> bool:
    following = next((line for line in lines[place : place + 3] if line.strip()), "")
    return following.lstrip().startswith(">")


def _is_header_block(lines: list[str], place: int) -> bool:
    if len(lines[place]) > _LONGEST_LINE or not HEADER_FROM.match(lines[place]):
        return False
    near = [line for line in lines[place : place + _MOST_HEADERS + 2] if line.strip()][:_MOST_HEADERS]
    block: list[str] = []
    for line in near:
        if len(line) > _LONGEST_LINE or not HEADER.match(line):
            break
        block.append(line)
    # A journey has a "from" and a "to" as well; a mail has a subject or an address.
    mail = any(HEADER_SUBJECT.match(line) for line in block) or "@" in block[0]
    return len(block) >= _HEADERS and mail


def _without_signature(lines: list[str], shouted: bool) -> list[str]:
    first = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    kept: list[str] = []
    filled = sum(bool(line.strip()) for line in lines)
    written = False
    for place, line in enumerate(lines):
        filled -= bool(line.strip())
        short = len(line) <= _LONGEST_FORMULA
        if place and short and SIGNATURE_MARK.match(line):
            break
        if place > first and short and SENT_LINE.match(line):
            continue
        if (
            written
            and filled <= _SIGNATURE_LINES
            and short
            and CLOSING.match(_told(line, shouted and filled))
        ):
            return kept + _asked_below(lines[place + 1 :])
        written = written or bool(line.strip() and not GREETING.fullmatch(line[:_LONGEST_LINE]))
        kept.append(line)
    return kept


def _asked_below(lines: list[str]) -> list[str]:
    """Return what somebody still asks after the closing formula."""
    kept: list[str] = []
    postscript = False
    for line in lines:
        if SIGNATURE_MARK.match(line[:_LONGEST_FORMULA]):
            break
        postscript = bool(line.strip()) and (postscript or bool(_POSTSCRIPT.match(line)))
        question = len(line.split()) >= _QUESTION_WORDS and bool(_QUESTION.search(line))
        if postscript or question:
            kept.append(line)
    return kept


def _without_greeting(text: str, shouted: bool) -> str:
    body = text.lstrip()
    for _ in range(2):
        greeting = GREETING.match(_told(body[:_LONGEST_LINE], shouted))
        if not greeting:
            break
        body = body[greeting.end() :]
    return body
