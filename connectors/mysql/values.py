"""The values of one row in an INSERT, as mysqldump, MariaDB and phpMyAdmin write them: read, never evaluated.

Literals: MySQL reference manual, "Literal Values" and "String Literals" (escape sequences, hexadecimal, bits,
character set introducers).
"""

from __future__ import annotations

import re

from connectors.contract import SourceUnavailable
from connectors.mysql.charsets import text_of
from connectors.mysql.tables import TOO_LONG
from connectors.mysql.window import Window

#: A value longer than this is no answer.
LONGEST = 20_000_000
#: A value that is no string is never longer.
_NEAR = 256

_STRING = rb"'((?:[^'\\]++|\\.|'')*+)'"
_QUOTED = rb'"((?:[^"\\]++|\\.|"")*+)"'
_OPEN = re.compile(rb"(?:_\w+\s*+|[nN])?(['\"])")
_VALUE = re.compile(
    rb"(?:(?:_(?P<charset>\w+)\s*+|[nN])?(?:" + _STRING + rb"|" + _QUOTED + rb")"
    rb"|(?:_\w+\s*+)?(?:0[xX]|[xX]')(?P<hex>[0-9A-Fa-f]*+)'?"
    rb"|(?:0b|[bB]')(?P<bits>[01]*+)'?"
    rb"|(?P<null>NULL|DEFAULT)\b"
    rb"|(?P<plain>[-+]?[\w.]++(?:[-+]\d++)?)(?P<call>\s*+\((?:[^()'\"]++|"
    + _STRING
    + rb")*+\))?(?=\s*+[,)]))",
    re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(rb"\\(.)|''|\"\"", re.DOTALL)
_MEANS = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
_SPACE = re.compile(rb"\s*+")


def row(window: Window, charset: str) -> list[str | None]:
    """Read a row, behind its opening bracket, with its closing one.

    Raises:
        SourceUnavailable: there stands something else, or the file ends.
    """
    values: list[str | None] = []
    while True:
        window.match(_SPACE, LONGEST)
        values.append(_value(window, charset))
        window.match(_SPACE, LONGEST)
        if not window.ahead(1):
            raise window.cut_off()
        delimiter = window.buffer[window.at : window.at + 1]
        window.at += 1
        if delimiter == b")":
            return values
        if delimiter != b",":
            raise unreadable(window)


def unreadable(window: Window) -> SourceUnavailable:
    """Return the error for something that no dump has in this place."""
    return SourceUnavailable(f"{window.name} cannot be read {window.place()}: export the database anew.")


def _value(window: Window, charset: str) -> str | None:
    window.ahead(_NEAR)
    found = window.match(_VALUE, LONGEST)
    if found is None:
        return _very_long(window)
    if found["null"] or found["call"] or found["bits"] is not None:
        return None
    if found["hex"] is not None:
        return text_of(bytes.fromhex(_even(found["hex"].decode())), "utf8mb4")
    if found["plain"]:
        return found["plain"].decode("ascii", "replace")
    single, double = found[2], found[3]
    text, quote = (double, b'""') if single is None else (single, b"''")
    if b"\\" in text or quote in text:
        text = _ESCAPE.sub(lambda part: _meaning(part, quote), text)
    said = found["charset"].decode().lower() if found["charset"] else charset
    return text_of(text, said)


def _meaning(part: re.Match[bytes], quote: bytes) -> bytes:
    escaped = part[1]
    if escaped is None:
        return quote[:1] if part[0] == quote else part[0]
    # The two that are kept as they are stand for signs of LIKE.
    return part[0] if escaped in (b"%", b"_") else _MEANS.get(escaped, escaped)


def _even(digits: str) -> str:
    return digits if len(digits) % 2 == 0 else f"0{digits}"


def _very_long(window: Window) -> str:
    """Pass a string that is too long to be kept."""
    opened = _OPEN.match(window.buffer, window.at)
    if opened is None:
        raise unreadable(window) if window.ahead(1) else window.cut_off()
    window.at, quote = opened.end(), opened[1]
    window.pass_string(quote)
    while window.ahead(1) and window.buffer[window.at : window.at + 1] == quote:
        window.at += 1
        window.pass_string(quote)
    return TOO_LONG
