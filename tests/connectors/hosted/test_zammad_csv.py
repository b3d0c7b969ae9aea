"""Tables of text modules: each file of the case folder is one; its snapshot is what comes in.

`simple.csv` has the form of the tables in Zammad's own tests: `;` between columns, lists parted by `~~~`.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Checkpoint, Event, Outcome, SourceUnavailable
from connectors.zammad.table import ZammadCsvConfig, ZammadCsvConnector
from tests.connectors.context import PlainContext, by_id, events_of, shown
from tests.connectors.hosted.pulling import documents, skipped

CASES = Path(__file__).parent / "zammad_csv_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def read(path: Path, context: PlainContext | None = None, **settings: str) -> list[Event]:
    config = ZammadCsvConfig.model_validate({"path": path, **settings})
    return asyncio.run(events_of(ZammadCsvConnector(config, context or PlainContext())))


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_case(case: Path, snapshot: SnapshotAssertion) -> None:
    events = read(case)
    found = {
        "documents": [shown(event) for event in by_id(events).values()],
        "skipped": skipped(events),
        "complete": [event.complete for event in events if isinstance(event, Checkpoint)][-1],
    }
    assert found == snapshot


def test_row_that_could_be_any_deletes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,content\n1,A,x\n", encoding="utf-8")
    assert read(path)[-1] == Checkpoint(complete=True)
    path.write_text("id,name,content\n,,x\n", encoding="utf-8")
    assert read(path)[-1] == Checkpoint(complete=False)


def test_settings_hold_for_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,content,groups\nA,x,\nB,y,Sales\n", encoding="utf-8")
    found = documents(read(path, language="de", groups="support", audience="public"))
    assert [(each.language, each.groups, each.audience.value) for each in found.values()] == [
        ("de", ("support",), "public"),
        ("de", ("Sales",), "public"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "is not there"),
        ("", "table is empty"),
        ("a,b\n1,2\n", "columns are a, b"),
    ],
)
def test_file_that_is_no_table(tmp_path: Path, content: str | None, reason: str) -> None:
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceUnavailable, match=reason):
        read(path)
    report = asyncio.run(ZammadCsvConnector(ZammadCsvConfig(path=path), PlainContext()).check())
    assert [item.outcome for item in report.checks] == [Outcome.FAILED]


def test_check_counts_and_names_bad_rows() -> None:
    config = ZammadCsvConfig(path=CASES / "simple.csv")
    report = asyncio.run(ZammadCsvConnector(config, PlainContext()).check())
    assert report.ok
    assert report.checks[0].detail == "3 can be read."
    assert len(report.checks) == 3


@given(st.text(max_size=200))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("table") / "a.csv"
    path.write_text(f"id;name;content\n{text}", encoding="utf-8", errors="replace")
    with contextlib.suppress(SourceUnavailable):
        assert isinstance(read(path)[-1], Checkpoint)
