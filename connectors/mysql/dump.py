"""SQL dumps of MySQL and MariaDB (mysqldump, mariadb-dump, phpMyAdmin, Adminer) as a stream of rows.

No SQL is carried out: statements are told apart and passed over, but for CREATE TABLE and INSERT of the
wanted tables. Memory stays bounded by the rows that are kept, however long the dump or a line of it is.
Strings are followed to their end, so that nothing a customer wrote in a ticket can pass for a statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.contract import SourceUnavailable
from connectors.mysql import charsets, values
from connectors.mysql.tables import Found, Row, Wanted, prefix_of
from connectors.mysql.window import Window
from connectors.parsing import packed

#: Characters of all rows that are kept; the answers of the largest helpdesks are a hundredth of it.
_MOST_KEPT = 500_000_000
#: How far a statement's beginning, up to its first row, may reach.
_HEAD = 65_536
_TABLE = 1_000_000

_NAME = rb"(?:`((?:[^`]|``)*+)`|\"([^\"]*+)\"|([\w$-]++))"
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\s++(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s++)*+(?:INTO\s++)?"
    rb"(?:" + _NAME + rb"\s*+\.\s*+)?" + _NAME + rb"\s*+(?:\(([^()]*+)\)\s*+)?VALUES?\s*+(?=\()",
    re.IGNORECASE,
)
_CREATE = re.compile(
    rb"CREATE\s++(?:TEMPORARY\s++)?TABLE\s++(?:IF\s++NOT\s++EXISTS\s++)?"
    rb"(?:" + _NAME + rb"\s*+\.\s*+)?" + _NAME + rb"\s*+\(",
    re.IGNORECASE,
)
_USE = re.compile(rb"USE\s++" + _NAME, re.IGNORECASE)
_NAMES = re.compile(rb"SET\s++NAMES\s++['\"]?(\w++)", re.IGNORECASE)
_TRANSACTION = re.compile(rb"(?:(START\s++TRANSACTION)|COMMIT)\b", re.IGNORECASE)
_DELIMITER = re.compile(rb"DELIMITER[ \t]++(\S++)", re.IGNORECASE)
_EMPTY = re.compile(rb"[\s;]*+")
_COMMENT = re.compile(rb"/\*|#|--(?=\s)")
#: What has no statement's end in it, as far as it lies in the window.
_WITHIN = re.compile(
    rb"(?:[^'\"`;/#-]++|'(?:[^'\\]++|\\.)*+'|\"(?:[^\"\\]++|\\.)*+\"|`[^`]*+`|-(?=[^-])|/(?=[^*])|--(?=\S))*+",
    re.DOTALL,
)
_COLUMN = re.compile(rb"\s*+" + _NAME + rb"\s++[A-Za-z]", re.IGNORECASE)
_SPACE = re.compile(rb"\s*+")
_NO_COLUMNS = {
    "primary",
    "key",
    "unique",
    "index",
    "constraint",
    "fulltext",
    "spatial",
    "check",
    "foreign",
    "period",
}
_PART = re.compile(rb"(?:[^'\"`(),]++|'(?:[^'\\]++|\\.)*+'|\"(?:[^\"\\]++|\\.)*+\"|`[^`]*+`)++", re.DOTALL)


#: The columns to keep of a row, whether to keep it, and the rows kept so far.
_Sink = tuple[frozenset[str], Callable[[Row], bool] | None, list[Row]]


@dataclass(slots=True)
class _Reading:
    """How far the reading of a dump is."""

    window: Window
    wanted: Sequence[Wanted]
    found: Found
    charset: str = charsets.USUAL
    database: str = ""
    columns: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    begun: bool = False
    completed: bool = False
    transaction: bool = False
    kept: int = 0


def read(path: Path, wanted: Sequence[Wanted], main: str) -> Found:
    """Read the wanted tables of a dump, packed or not. It blocks: call it in a thread.

    Args:
        path: of the dump.
        wanted: the tables, by their names without prefix.
        main: that of them without which it is not the right dump.

    Raises:
        SourceUnavailable: it is not there, damaged, cut off, or no such dump.
    """
    return read_pieces(packed.pieces(path), path.name, wanted, main)


def read_pieces(pieces: Iterator[bytes], name: str, wanted: Sequence[Wanted], main: str) -> Found:
    """Read a dump that arrives in pieces, cut anywhere; see `read`."""
    reading = _Reading(Window(pieces, name), wanted, Found(main))
    _refuse_others(reading.window)
    while _next_statement(reading):
        _statement(reading)
    if reading.begun and not reading.completed:
        raise SourceUnavailable(f"{name} lacks its last line, 'Dump completed': export or copy it anew.")
    if reading.transaction:
        raise SourceUnavailable(f"{name} lacks its last statement, COMMIT: export or copy it anew.")
    return reading.found


def _refuse_others(window: Window) -> None:
    window.ahead(_HEAD)
    head = window.buffer[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceUnavailable(
            f"{window.name} was written by PowerShell's `>`, which damages letters: make it anew with"
            " --result-file=FILE."
        )
    if b"PostgreSQL database dump" in head or head.startswith((b"PGDMP", b"SQLite format 3")):
        raise SourceUnavailable(f"{window.name} is of another database: give a dump of MySQL or MariaDB.")
    if head.startswith(b"\xef\xbb\xbf"):
        window.at = 3


def _next_statement(reading: _Reading) -> bool:
    """Go to the next statement's beginning, past comments; whether there is one."""
    window = reading.window
    while True:
        window.match(_EMPTY, values.LONGEST)
        if not window.ahead(_HEAD):
            return False
        if not _comment(reading):
            return True


def _comment(reading: _Reading) -> bool:
    """Pass a comment, if one stands here; what it tells of the dump is kept."""
    window = reading.window
    mark = _COMMENT.match(window.buffer, window.at)
    if mark is None:
        return False
    if mark.group() == b"/*":
        if named := _NAMES.search(window.buffer, window.at, window.at + 200):
            end = window.buffer.find(b"*/", window.at)
            if named.end() <= end and window.buffer.startswith(b"/*!", window.at):
                reading.charset = charsets.known(named[1].decode())
        if not window.pass_until(b"*/"):
            raise window.cut_off()
        return True
    line = window.buffer[window.at : window.at + 200].split(b"\n", 1)[0]
    reading.begun = reading.begun or line.startswith((b"-- MySQL dump", b"-- MariaDB dump"))
    reading.completed = reading.completed or line.startswith(b"-- Dump completed")
    window.pass_until(b"\n")
    return True


def _statement(reading: _Reading) -> None:
    window = reading.window
    if insert := _INSERT.match(window.buffer, window.at):
        window.at = insert.end()
        _insert(reading, insert)
    elif create := _CREATE.match(window.buffer, window.at):
        window.at = create.end()
        _create(reading, create)
    elif delimiter := _DELIMITER.match(window.buffer, window.at):
        # Triggers and routines; what they do is nothing that is stored.
        window.at = delimiter.end()
        if delimiter[1] != b";" and not window.pass_until(b"\nDELIMITER ;"):
            raise window.cut_off()
        return
    else:
        if use := _USE.match(window.buffer, window.at):
            reading.database = _named(use, 1)
        if named := _NAMES.match(window.buffer, window.at):
            reading.charset = charsets.known(named[1].decode())
        if transaction := _TRANSACTION.match(window.buffer, window.at):
            # phpMyAdmin's dumps are one; it has no line at their end.
            reading.transaction = transaction[1] is not None
        _pass_statement(window)


def _pass_statement(window: Window) -> None:
    """Pass the rest of a statement, with its semicolon."""
    while True:
        found = _WITHIN.match(window.buffer, window.at)
        window.at = found.end() if found else window.at
        if not window.ahead(3):
            raise window.cut_off()
        sign = window.buffer[window.at : window.at + 1]
        if sign == b";":
            window.at += 1
            return
        if sign in (b"'", b'"', b"`"):
            window.at += 1
            window.pass_string(sign)
        elif window.buffer.startswith(b"/*", window.at):
            window.at += 2
            if not window.pass_until(b"*/"):
                raise window.cut_off()
        elif sign == b"#" or _COMMENT.match(window.buffer, window.at):
            window.pass_until(b"\n")
        else:
            window.at += 1


def _named(found: re.Match[bytes], group: int) -> str:
    """Return the identifier in the first of three groups that matched."""
    quoted = found[group]
    name = quoted.replace(b"``", b"`") if quoted is not None else found[group + 1] or found[group + 2] or b""
    return name.decode("utf-8", "replace")


def _create(reading: _Reading, found: re.Match[bytes]) -> None:
    """Keep the names of a wanted table's columns, in their order."""
    window = reading.window
    database, table = _named(found, 1) or reading.database, _named(found, 4)
    fitting = prefix_of(table, reading.wanted)
    if not fitting:
        return _pass_statement(window)
    columns: list[str] = []
    depth, start = 0, True
    while depth >= 0:
        part = window.match(_PART, _TABLE)
        if part and start and depth == 0 and (column := _COLUMN.match(part.group())):
            name = _named(column, 1).lower()
            if column[1] is not None or column[2] is not None or name not in _NO_COLUMNS:
                columns.append(name)
        if not window.ahead(1):
            raise window.cut_off()
        sign = window.buffer[window.at : window.at + 1]
        window.at += 1
        if sign not in b"(),":
            raise values.unreadable(window)
        start = sign == b"," and depth == 0
        depth += {b"(": 1, b")": -1}.get(sign, 0)
    reading.columns[database, table] = columns
    for prefix, one in fitting:
        if one.columns & set(columns):
            reading.found.table(database, prefix, one.name)
    return _pass_statement(window)


def _insert(reading: _Reading, found: re.Match[bytes]) -> None:
    """Keep the rows of a wanted table."""
    window = reading.window
    database, table = _named(found, 1) or reading.database, _named(found, 4)
    fitting = prefix_of(table, reading.wanted)
    if not fitting:
        return _pass_statement(window)
    columns = reading.columns.get((database, table))
    if found[7] is not None:
        columns = [
            name.decode("utf-8", "replace").strip(' \t\r\n`"').lower() for name in found[7].split(b",")
        ]
    if columns is None:
        raise SourceUnavailable(
            f"{window.name} does not name the columns of {table}: export the structure, too."
        )
    sinks = _sinks(reading, database, fitting)
    while _next_row(reading):
        said = values.row(window, reading.charset)
        if len(said) != len(columns):
            raise values.unreadable(window)
        _keep(reading, sinks, dict(zip(columns, said, strict=True)))
    return None


def _next_row(reading: _Reading) -> bool:
    """Go behind the next row's opening bracket; false where the statement has no more rows, and is passed."""
    window = reading.window
    while True:
        window.match(_SPACE, values.LONGEST)
        if not window.ahead(3):
            raise window.cut_off()
        if _comment(reading):
            continue
        sign = window.buffer[window.at : window.at + 1]
        if sign not in (b"(", b",", b";"):
            # What follows the rows, such as ON DUPLICATE KEY UPDATE.
            _pass_statement(window)
            return False
        window.at += 1
        if sign != b",":
            return sign == b"("


def _sinks(reading: _Reading, database: str, fitting: list[tuple[str, Wanted]]) -> list[_Sink]:
    """Return where the rows of a statement go."""
    sinks = []
    for prefix, one in fitting:
        rows = reading.found.table(database, prefix, one.name)
        keep = one.keep(reading.found.sets[database, prefix]) if one.keep else None
        sinks.append((one.columns, keep, rows))
    return sinks


def _keep(reading: _Reading, sinks: list[_Sink], row: dict[str, str | None]) -> None:
    for columns, keep, rows in sinks:
        kept: Row = {name: value for name, value in row.items() if name in columns}
        if keep is not None and not keep(kept):
            continue
        reading.kept += sum(len(value) for value in kept.values() if value)
        if reading.kept > _MOST_KEPT:
            raise SourceUnavailable(
                f"{reading.window.name} holds more answers than any helpdesk: check that it is the right one."
            )
        rows.append(kept)
