"""The replies source beyond single tables: folders of them, changes, and what is no deletion."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Checkpoint, Event, Failure, Outcome, SourceUnavailable, Unchanged, Upsert
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.records import read_csv
from connectors.parsing.reply import guess_format
from connectors.replies import RepliesConfig, RepliesConnector
from tests.connectors.context import PlainContext, by_id, events_of


def pull(path: Path, context: PlainContext | None = None, **config: Any) -> list[Event]:
    connector = RepliesConnector(RepliesConfig(path=path, **config), context or PlainContext())
    return asyncio.run(events_of(connector))


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text(json.dumps(list(rows)), encoding="utf-8")
    return path


def test_folder_of_files_is_one_source_with_one_space_of_ids(tmp_path: Path) -> None:
    write(tmp_path / "a.json", {"title": "One", "body": "x"})
    (tmp_path / "b.csv").write_text("title,body\nTwo,y\nOne,again\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a table", encoding="utf-8")
    events = by_id(pull(tmp_path))
    assert [key for key, event in events.items() if isinstance(event, Upsert)] == ["One", "Two"]
    failure = events["One (b.csv, row 3)"]
    assert isinstance(failure, Failure)
    assert "a.json, entry 1" in failure.reason


def test_config_speaks_for_rows_that_say_nothing_themselves(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.json", {"title": "A", "body": "*x*"}, {"title": "B", "body": "y", "audience": "public"}
    )
    events = by_id(pull(file, audience="internal", kind="article", body_format="markdown", groups="tier-1"))
    plain, stated = events["A"], events["B"]
    assert isinstance(plain, Upsert)
    assert isinstance(stated, Upsert)
    assert (plain.document.audience, plain.document.kind) == (Audience.INTERNAL, Kind.ARTICLE)
    assert plain.document.body_format is BodyFormat.MARKDOWN
    assert plain.document.groups == ("tier-1",)
    assert stated.document.audience is Audience.PUBLIC


def test_only_changed_rows_come_in_again(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", {"title": "A", "body": "x"}, {"title": "B", "body": "y"})
    context = PlainContext()
    for event in pull(file, context):
        context.remember(event)
    write(file, {"title": "B", "body": "y"}, {"title": "A", "body": "changed"})
    events = by_id(pull(file, context))
    assert isinstance(events["A"], Upsert)
    assert isinstance(events["B"], Unchanged)
    assert isinstance(by_id(pull(file, context, audience="public"))["B"], Upsert)


def test_row_that_cannot_be_told_apart_keeps_every_old_one(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "A", "body": "x"}\n{"title": "B", \n', encoding="utf-8")
    assert pull(file)[-1] == Checkpoint(complete=False)
    file.write_text('{"title": "A", "body": "x"}\n{"title": "B"}\n', encoding="utf-8")
    assert pull(file)[-1] == Checkpoint(complete=True)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gone.csv", None, "is not there"),
        ("a.xlsx", "x", "of no kind that is read here"),
        ("a.json", "{", "this is not JSON"),
        ("a.json", '{"a": 1}', "must hold a list"),
        ("a.csv", "\n\n", "The table is empty"),
        ("a.csv", "Question,Reply\nx,y\n", "there must be one named `title`"),
        ("a.yaml", "a: [", "Line"),
    ],
)
def test_file_that_is_unreadable_as_a_whole_stops_the_run(
    tmp_path: Path, name: str, content: str | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(SourceUnavailable, match=reason):
        pull(tmp_path / name)


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([{"title": "A", "body": "x"}, {"body": "no title"}], Outcome.PASSED),
        ([{}], Outcome.FAILED),
        ([], Outcome.INDETERMINATE),
    ],
)
def test_check_counts_the_rows(tmp_path: Path, rows: list[dict[str, Any]], outcome: Outcome) -> None:
    file = write(tmp_path / "a.json", *rows)
    report = asyncio.run(RepliesConnector(RepliesConfig(path=file), PlainContext()).check())
    assert report.checks[0].outcome is outcome


def test_check_of_a_missing_file_fails(tmp_path: Path) -> None:
    connector = RepliesConnector(RepliesConfig(path=tmp_path / "gone.csv"), PlainContext())
    assert not asyncio.run(connector.check()).ok


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Hi</p>", BodyFormat.HTML),
        ("Line<br/>two", BodyFormat.HTML),
        ('See <a href="https://example.com">this</a>', BodyFormat.HTML),
        ("5 < 6 and 7 > 2", BodyFormat.TEXT),
        ("Dear <customer name>,", BodyFormat.TEXT),
        ("Write to <info@example.com>", BodyFormat.TEXT),
        ("**Not** guessed", BodyFormat.TEXT),
    ],
)
def test_markup_is_told_by_its_tags(body: str, expected: BodyFormat) -> None:
    assert guess_format(body) is expected


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=20)


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=5), delimiter=st.sampled_from(",;\t"))
def test_every_table_a_spreadsheet_writes_is_read_as_it_was(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["title", "body"])
    writer.writerows(rows)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    read = [(row.record.get("title"), row.record.get("body")) for row in read_csv(out.getvalue())]
    assert read == kept
