"""Tables beyond single files: any spreadsheet's dialect, columns understood or refused, never guessed."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import ParseFailed, Upsert
from connectors.model import Audience
from connectors.parsing.decode import decode
from connectors.tables.columns import NAMES, mapped
from connectors.tables.mapped import CsvConfig, CsvConnector
from connectors.tables.salesforce import SalesforceConfig, SalesforceConnector
from connectors.tables.sheet import parse_sheet
from connectors.tables.values import audience
from tests.connectors.context import PlainContext, by_id, events_of

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=20)
HEADER = ["id", "title", "body"]
KNOWN = {name for names in NAMES.values() for name in names}


def written(rows: list[list[str]], separator: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=quoting).writerows(rows)  # type: ignore[arg-type] # csv's own constants
    return out.getvalue()


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=6),
    separator=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_table_a_spreadsheet_writes_is_read_as_it_was(
    rows: list[tuple[str, str, str]], separator: str, quoting: int, encoding: str
) -> None:
    data = written([HEADER, *map(list, rows)], separator, quoting).encode(encoding)
    sheet = parse_sheet(decode(data), KNOWN)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [tuple(row.record[name] for name in HEADER) for row in sheet.rows] == kept
    assert sheet.separator == separator


@given(st.text(alphabet='ab,;\t|"\\\n ', max_size=80))
def test_no_text_however_torn_is_more_than_refused(text: str) -> None:
    with contextlib.suppress(ParseFailed):
        sheet = parse_sheet(text, KNOWN)
        assert all(set(row.record) <= set(sheet.columns) for row in sheet.rows)


@given(
    columns=st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=12, unique=True),
    body=st.sampled_from(sorted(KNOWN)),
)
def test_no_column_is_two_things_by_its_name_and_none_is_lost(columns: list[str], body: str) -> None:
    wanted = {"body": [body]} if body in columns else {}
    try:
        found = mapped(columns, wanted)
    except ParseFailed:
        return
    used = [column for given in found.columns.values() for column in given]
    assert sorted([*used, *found.rest]) == sorted(columns)


@pytest.mark.parametrize(
    ("column", "cell", "who"),
    [
        ("Visibility", "Internal only", Audience.INTERNAL),
        ("Visibility", "EXTERNAL", Audience.PUBLIC),
        ("Public?", "yes", Audience.PUBLIC),
        ("Public?", "no", Audience.INTERNAL),
        ("Intern?", "ja", Audience.INTERNAL),
        ("is_internal", "0", Audience.PUBLIC),
        ("Visibility", "", None),
    ],
)
def test_audience_in_the_words_people_use(column: str, cell: str, who: Audience | None) -> None:
    assert audience(column, cell) == who


@pytest.mark.parametrize(("column", "cell"), [("Visibility", "yes"), ("Visible to", "all"), ("Public", "?")])
def test_audience_is_never_guessed(column: str, cell: str) -> None:
    with pytest.raises(ParseFailed, match="neither public nor internal"):
        audience(column, cell)


def test_changed_mapping_reads_every_row_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Frage,Antwort,Kurz\nWo?,Hier.,/wo\n", encoding="utf-8")
    context = PlainContext()
    settings: dict[str, Any] = {"title_column": "Frage", "body_column": "Antwort"}
    for event in read(file, context, **settings):
        context.remember(event)
    assert not any(isinstance(event, Upsert) for event in read(file, context, **settings))
    (again,) = by_id(read(file, context, **settings, shortcut_column="Kurz")).values()
    assert isinstance(again, Upsert)
    assert again.document.shortcut == "/wo"


def read(file: Path, context: PlainContext, **settings: Any) -> list[Any]:
    return asyncio.run(events_of(CsvConnector(CsvConfig(path=file, **settings), context)))


def test_check_tells_how_each_column_was_understood(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Titel;Antwort;Farbe\nA;x;rot\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("title,body\nB,y\n", encoding="utf-8")
    report = asyncio.run(CsvConnector(CsvConfig(path=tmp_path), PlainContext()).check())
    told = [each for each in report.checks if each.name == "columns"]
    assert [each.detail for each in told] == [
        (
            "a.csv: 1 rows, parted by semicolon. Read: Titel as title, Antwort as body; "
            "kept as further details: Farbe."
        ),
        "b.csv: 1 rows, parted by comma. Read: title as title, body as body.",
    ]
    assert any("2 answers" in each.detail for each in report.checks)


def test_notes_of_the_team_are_no_part_of_a_public_article(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(
        "KnowledgeArticleId,Title,IsVisibleInPkb,Answer__c,Internal_Notes__c\n"
        "k1,A,true,<p>Say this.</p>,<p>Never say this.</p>\n",
        encoding="utf-8",
    )
    connector = SalesforceConnector(SalesforceConfig(path=file), PlainContext())
    (event,) = by_id(asyncio.run(events_of(connector))).values()
    assert isinstance(event, Upsert)
    assert "Never" not in event.document.body
    assert event.document.audience is Audience.PUBLIC
