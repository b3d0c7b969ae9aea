"""Excerpts of logs: what failed stays, without its time and place; everything else goes."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TIME = (
    r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?(?:\s?[AaPp][Mm]\b)?\s?(?:Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2})?"
)
_DAY = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|(?:[A-Z][a-z]{2},?\s)?(?:[A-Z][a-z]{2}\s{1,2}\d{1,2}|\d{1,2}\s[A-Z][a-z]{2})(?:,?\s\d{4})?)"
)
#: How a line of a log or of a history begins.
STAMP = re.compile(
    rf"\s*[\[(]?(?:{_DAY}[T ,]{{1,3}}{_TIME}"
    rf"|\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,9}})?)[\])]?[\s:|,-]{{0,4}}"
)
_ACCESS = re.compile(r"\s*[\da-fA-F.:]{7,40}\s\S+\s\S+\s\[[^\]]{10,40}\]\s\"[A-Z]{3,8}\s.*")
_LEVEL = re.compile(
    r"\b(?:(?P<bad>ERROR|ERR|FATAL|CRIT(?:ICAL)?|SEVERE|PANIC|ALERT|EMERG)|(?P<fair>TRACE|DEBUG|INFO|NOTICE|VERBOSE|FINE|WARN(?:ING)?))\b"
)
#: Where in a line the level stands, in characters after the time.
_NEAR = 90
#: Thread, process and class before what a log says.
_ORIGIN = re.compile(
    r"[\s:|,-]*(?:[\[(<][^\])>]{0,80}[\])>][\s:|,-]*){0,4}(?:[A-Za-z_$][\w$]*(?:[.:/][\w$]+)+(?:\[\d+\])?\s*[:|-]+\s+)?"
)
#: What is worth reading wherever it stands: the name of an exception, the code of an error.
TELLING = re.compile(
    r"\b(?:[A-Z]\w*(?:Exception|Error|Fault|Failure)\b|0x[0-9A-Fa-f]{4,}\b|[A-Z]{1,6}-\d{2,6}\b|[A-Z]{2,}(?:_[A-Z0-9]+)+\b)"
)
#: So many different failures of one log are read, and so many stamped lines are a log or a history.
_MOST = 5
_SEVERAL = 2


def without_logs(lines: Sequence[str]) -> list[str]:
    """Return the lines with those of logs reduced to what failed, each failure once."""
    stamped = [bool(STAMP.match(line[:_NEAR]) or _ACCESS.match(line[:300])) for line in lines]
    leveled = [at and bool(_LEVEL.search(line[: 2 * _NEAR])) for line, at in zip(lines, stamped, strict=True)]
    if sum(leveled) == 0 and not any(_ACCESS.match(line[:300]) for line in lines):
        return list(lines)
    kept: list[str] = []
    told: set[str] = set()
    for line, is_log in zip(lines, stamped, strict=True):
        if not is_log:
            kept.append(line)
            continue
        said = _failure(line)
        if said and said not in told and len(told) < _MOST:
            told.add(said)
            kept.append(said)
    return kept


def _failure(line: str) -> str:
    """Return what a line of a log says if that is a failure, without time, level and origin."""
    rest = STAMP.sub("", line, count=1)
    level = _LEVEL.search(rest[:_NEAR])
    said = rest[level.end() :] if level else rest
    bad = bool(level and level["bad"]) or bool(TELLING.search(said[:1000]))
    return _ORIGIN.sub("", said, count=1).strip() if bad else ""
