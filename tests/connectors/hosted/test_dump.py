"""SQL dumps, well-made and hostile: read whole or refused, never carried out."""

from __future__ import annotations

import contextlib
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.contract import ConnectorError, SourceUnavailable
from connectors.mysql import dump
from connectors.mysql.charsets import mended
from connectors.mysql.tables import TOO_LONG, Wanted

MAIN = "answers"
WANTED = (Wanted(MAIN, frozenset({"id", "title", "body"})),)
HEAD = (
    b"-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\nDROP TABLE IF EXISTS `x_answers`;\n"
    b"CREATE TABLE `x_answers` (\n  `id` int(10) unsigned NOT NULL DEFAULT '0',\n"
    b"  `title` varchar(9) COMMENT 'a, (b) `c` '' \\' d',\n  `body` text,\n  PRIMARY KEY (`id`),\n"
    b"  KEY `k` (`title`(3),`id`),\n  CONSTRAINT `c` CHECK (`id` > 0)\n) ENGINE=InnoDB;\n"
)
TAIL = b"-- Dump completed on 2026-01-31\n"
_ESCAPES = {
    b"\0": b"\\0", b"\n": b"\\n", b"\r": b"\\r", b"\x1a": b"\\Z", b"'": b"\\'", b'"': b'\\"', b"\\": b"\\\\",
}  # fmt: skip

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
ROWS = st.lists(st.tuples(st.integers(0, 10**9), TEXTS, st.none() | TEXTS), max_size=5)


def escaped(text: str) -> bytes:
    """A text as mysqldump writes it."""
    return b"".join(_ESCAPES.get(bytes([byte]), bytes([byte])) for byte in text.encode())


def literal(value: str | int | None, form: str) -> bytes:
    """A value in one of the forms that exporters write."""
    if value is None:
        return b"NULL"
    if isinstance(value, int):
        return str(value).encode()
    if form == "hex" and value:
        return b"0x" + value.encode().hex().encode()
    if form == "doubled":
        return b"'" + value.replace("\\", "\\\\").replace("'", "''").encode() + b"'"
    if form == "quoted":
        return b'"' + value.replace("\\", "\\\\").replace('"', '""').encode() + b'"'
    return {"binary": b"_binary ", "utf8": b"_utf8mb4"}.get(form, b"") + b"'" + escaped(value) + b"'"


def insert(rows: list[tuple[int, str, str | None]], form: str, table: bytes = b"x_answers") -> bytes:
    values = (b"(" + b",".join(literal(value, form) for value in row) + b")" for row in rows)
    return b"INSERT INTO `" + table + b"` VALUES " + b",\n".join(values) + b";\n" if rows else b""


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def read(data: bytes, size: int = 1 << 20) -> list[tuple[str | None, ...]]:
    found = dump.read_pieces(cut(data, size), "x.sql", WANTED, MAIN).chosen(None, None, "x.sql")
    return [(row["id"], row["title"], row["body"]) for row in found[MAIN]]


def said(rows: list[tuple[int, str, str | None]]) -> list[tuple[str | None, ...]]:
    """What is read of rows: texts that look doubly encoded are mended."""
    return [(str(id_), mended(title), body if body is None else mended(body)) for id_, title, body in rows]


FORMS = st.sampled_from(["plain", "hex", "doubled", "quoted", "binary", "utf8"])


@settings(deadline=None)
@given(ROWS, ROWS, FORMS, st.integers(1, 80))
def test_rows_are_read_as_they_were_written_wherever_the_dump_is_cut(
    rows: list[tuple[int, str, str | None]],
    others: list[tuple[int, str, str | None]],
    form: str,
    size: int,
) -> None:
    data = HEAD + insert(others, form, b"x_tickets") + insert(rows, form) + b"UNLOCK TABLES;\n" + TAIL
    assert read(data, size) == said(rows)


@settings(deadline=None)
@given(ROWS.filter(bool), FORMS, st.data())
def test_dump_that_ends_in_the_middle_is_refused(
    rows: list[tuple[int, str, str | None]], form: str, draw: st.DataObject
) -> None:
    data = HEAD + insert(rows, form) + TAIL
    end = draw.draw(st.integers(20, data.rindex(b"-- Dump completed") + 10))
    with pytest.raises(SourceUnavailable, match=r"anew|whole"):
        read(data[:end])


PIECES = [
    *(b"' \" ` \\ ; ( ) , /* */ # 0x _utf8 NULL \xff NOW() USE`d`".split(b" ")), b"\n", b"-- ",
    b"INSERT INTO `x_answers` VALUES ", b"(1,'a','b')", b"CREATE TABLE `x_answers` (", b"SET NAMES gbk",
    b"DELIMITER ;;\n", b"\nDELIMITER ;\n", HEAD, TAIL,
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.integers(1, 50))
@example([HEAD, b"INSERT INTO `x_answers` VALUES ", b"(", b")"], 3)
def test_nonsense_ends_with_rows_or_with_what_to_do(parts: list[bytes], size: int) -> None:
    with contextlib.suppress(ConnectorError):
        read(b"".join(parts), size)


@settings(deadline=None)
@given(st.sampled_from(["plain", "doubled", "quoted"]), st.text("a'\"\\`;()\n*/-# ", max_size=30))
def test_nothing_that_a_customer_writes_passes_for_an_answer(form: str, filler: str) -> None:
    """Exporters that leave line ends in strings as they are included."""
    evil = f"{filler}\nINSERT INTO `x_answers` VALUES (9,'evil','evil');\n{filler}"
    written = literal(evil, form)
    if form == "plain":
        written = written.replace(b"\\n", b"\n")
    data = (
        HEAD
        + b"INSERT INTO `x_tickets` VALUES (1,"
        + written
        + b");\n"
        + insert([(1, "a", "b")], form)
        + TAIL
    )
    assert read(data) == [("1", "a", "b")]


@given(st.text(min_size=1, max_size=20))
@example("Öffnen – “ça” 🙂")
@example("Ã¼")
def test_doubly_encoded_text_is_mended_and_other_text_left_alone(text: str) -> None:
    try:
        doubly = "".join(
            bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
            for byte in text.encode()
        )
    except UnicodeEncodeError:
        return
    assert mended(doubly) == text
    if any(ord(sign) > 0x2122 for sign in text):
        assert mended(text) == text


@pytest.mark.parametrize("text", ["Müller", "«CAFÉ»", "naïve – “quoted”", "価格", "50 € à payer", "Ünïcödé"])
def test_correct_text_is_never_mended(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("latin1", "cp1252", "50 € à payer"),
        ("utf8", "utf-8", "Grüße"),
        ("cp1251", "cp1251", "Здравствуйте"),
        ("greek", "iso8859-7", "Καλημέρα"),
        ("utf8mb4", "cp1252", "Grüße aus Köln und Tschüß"),
    ],
)
def test_character_sets(charset: str, codec: str, text: str) -> None:
    """The last is an edited dump: what it says of itself is not so."""
    data = HEAD.replace(b"NAMES utf8mb4", f"NAMES {charset}".encode())
    data += b"INSERT INTO `x_answers` VALUES (1,'t','" + text.encode(codec) + b"');\n" + TAIL
    assert read(data) == [("1", "t", text)]


def test_forms_of_statements() -> None:
    rows = (
        b"INSERT INTO `x_answers` (`body`, `id`) VALUES ('a', 1);\n"
        b"REPLACE INTO x_answers(id,body,title) VALUES (2,X'62',\"t\"),(3,b'101',NOW());\n"
        b"INSERT IGNORE INTO \"x_answers\" VALUES (-4 , 't''s' , 1.5e+3)\n -- why\n , (5,'\\%\\_\\q',N'x')\n"
        b"ON DUPLICATE KEY UPDATE `id`=VALUES(`id`), `title`='(;';\n"
        b"insert into x_answers select * from y;\n"
        b"DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN\n"
        b"INSERT INTO `x_answers` VALUES (8,'from a trigger','x'); END */;;\nDELIMITER ;\n"
        b"/*!50001 CREATE VIEW `v` AS SELECT 1 AS `id`*/;\n# and so on\n"
    )
    found = dump.read_pieces(cut(HEAD + rows + TAIL, 7), "x.sql", WANTED, MAIN).chosen(None, None, "x.sql")
    assert [dict(row) for row in found[MAIN]] == [
        {"id": "1", "body": "a"},
        {"id": "2", "body": "b", "title": "t"},
        {"id": "3", "title": None, "body": None},
        {"id": "-4", "title": "t's", "body": "1.5e+3"},
        {"id": "5", "title": "\\%\\_q", "body": "x"},
    ]


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (HEAD.decode().encode("utf-16"), "result-file"),
        (b"--\n-- PostgreSQL database dump\n--\n", "another database"),
        (b"SQLite format 3\0", "another database"),
        (HEAD.replace(b"NAMES utf8mb4", b"NAMES gbk") + TAIL, "utf8mb4"),
        (b"INSERT INTO `x_answers` VALUES (1,'a','b');\n", "export the structure"),
        (b"CREATE TABLE `users` (`id` int);\n", "whose name ends in 'answers'"),
        (HEAD + b"INSERT INTO `x_answers` VALUES (1,'a');\n" + TAIL, "near byte"),
        (HEAD + b"INSERT INTO `x_answers` VALUES (1,'a','b');\n", "Dump completed"),
        (b"-- phpMyAdmin SQL Dump\nSTART TRANSACTION;\n" + HEAD.partition(b"\n")[2], "COMMIT"),
        (b"", "whose name ends in"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, match: str) -> None:
    with pytest.raises(SourceUnavailable, match=match):
        read(data)


def test_dump_of_phpmyadmin() -> None:
    data = (
        b'-- phpMyAdmin SQL Dump\n-- version 5.2.1\n\nSET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";\n'
        b'START TRANSACTION;\nSET time_zone = "+00:00";\n\n/*!40101 SET NAMES utf8mb4 */;\n\n'
        b"CREATE TABLE `x_answers` (\n  `id` int(11) NOT NULL,\n  `title` text,\n  `body` text\n);\n\n"
        b"INSERT INTO `x_answers` (`id`, `title`, `body`) VALUES\n"
        b"(1, 'a', 'it\\'s\\r\\nso'),\n(2, 'b', NULL);\n"
        b"ALTER TABLE `x_answers`\n  ADD PRIMARY KEY (`id`);\nCOMMIT;\n\n"
        b"/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n"
    )
    assert read(data, 11) == [("1", "a", "it's\r\nso"), ("2", "b", None)]


def test_line_of_500_megabytes_takes_little_memory() -> None:
    """A file that a customer attached, in a table that holds no answers, and one value too long to be one."""
    blob = b"".join(b"%PDF\\0\\'\\\\\xff\xfe" for _ in range(60_000))

    def pieces() -> Iterator[bytes]:
        yield HEAD + b"INSERT INTO `x_files` VALUES (1,_binary '"
        yield from (blob for _ in range(500_000_000 // len(blob)))
        yield b"');\n" + insert([(1, "a", "b")], "plain") + b"INSERT INTO `x_answers` VALUES (2,'long','"
        yield from (blob for _ in range(50_000_000 // len(blob)))
        yield b"'),(3,'c','d');\n" + TAIL

    tracemalloc.start()
    try:
        found = dump.read_pieces(pieces(), "x.sql", WANTED, MAIN).chosen(None, None, "x.sql")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [(row["id"], row["body"]) for row in found[MAIN]] == [("1", "b"), ("2", TOO_LONG), ("3", "d")]
    assert peak < 150_000_000
