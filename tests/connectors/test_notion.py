"""Notion exports: the case folder is one, its snapshot what comes in; zipped, it is the same."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Checkpoint, Event, Failure, Outcome, SourceUnavailable, Unchanged, Upsert
from connectors.model import Audience, Document
from connectors.notion.connector import NotionConfig, NotionConnector
from connectors.parsing import bundle
from tests.connectors.context import PlainContext, by_id, events_of, shown

WORKSPACE = Path(__file__).parent / "notion_cases"
PART = "Export-950ad927-7171-4abf-9001-821e5310d286"
HOW_LONG = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def connector(path: Path, context: PlainContext | None = None, **config: Any) -> NotionConnector:
    return NotionConnector(NotionConfig(path=path, **config), context or PlainContext())


def pull(path: Path, context: PlainContext | None = None, **config: Any) -> list[Event]:
    return asyncio.run(events_of(connector(path, context, **config)))


def is_whole(events: list[Event]) -> bool:
    return isinstance(events[-1], Checkpoint) and events[-1].complete


def documents(path: Path, **config: Any) -> dict[str, Document]:
    events = pull(path, **config)
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def workspace_files(root: Path = WORKSPACE, prefix: str = f"{PART}/") -> dict[str, bytes]:
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return {prefix + path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def test_workspace(snapshot: SnapshotAssertion) -> None:
    assert [shown(event) for event in by_id(pull(WORKSPACE)).values()] == snapshot


def test_zip_and_zip_in_zip_are_the_same_as_the_folder(tmp_path: Path) -> None:
    files = workspace_files() | {f"{PART}/index.html": b"<html><body>All pages</body></html>"}
    half = len(files) // 2
    parts = [dict(list(files.items())[:half]), dict(list(files.items())[half:])]
    (tmp_path / "flat.zip").write_bytes(zipped(files))
    (tmp_path / "nested.zip").write_bytes(
        zipped({f"{PART}-Part-{number}.zip": zipped(part) for number, part in enumerate(parts, 1)})
    )
    expected = documents(WORKSPACE)
    assert documents(tmp_path / "flat.zip") == expected
    assert documents(tmp_path / "nested.zip") == expected


def test_real_markdown_export(test_data: Path) -> None:
    events = pull(test_data / "exports" / "notion" / "Notion.Test.Export.zip")
    found = {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}
    failures = [event for event in events if isinstance(event, Failure)]
    assert (len(found), len(failures)) == (277, 2)
    assert all("no text" in failure.reason for failure in failures)
    habit = found["191bb52ee2b5819aaaf3fcef734a6208"]
    assert (habit.title, habit.folder) == ("@February 5, 2025", "Habit Tracker")
    assert "- **Ran today:** No" in habit.body
    assert "<td>@December 1, 2024</td>" in found["152bb52ee2b5804da922efa8c3194444"].body


def test_real_html_export(test_data: Path) -> None:
    found = documents(test_data / "exports" / "notion" / "notion-testspace.zip")
    assert {document.title for document in found.values()} == {
        "Notion-Testspace",
        "Attachment Tests",
        "Formatting Tests",
        "Block Reference",
    }
    blocks = found["1580080aa5a38194a9c0e77779ee82d5"]
    assert blocks.folder == "Notion-Testspace"
    assert "With a hidden text block." in blocks.body
    assert "<script" not in blocks.body


def test_table_is_for_no_more_readers_than_any_of_its_rows(tmp_path: Path) -> None:
    (tmp_path / "Prices.csv").write_text("Name,Audience\nOld,Public\nNew,Internal\n", encoding="utf-8")
    (tmp_path / "Open.csv").write_text("Name,Audience\nOld,Public\nNew,\n", encoding="utf-8")
    found = documents(tmp_path, audience="public")
    assert found["Prices.csv"].audience is Audience.INTERNAL
    assert found["Open.csv"].audience is Audience.PUBLIC


def test_page_that_was_renamed_and_moved_keeps_its_id(tmp_path: Path) -> None:
    shutil.copytree(WORKSPACE, tmp_path / "w")
    (page,) = (tmp_path / "w").rglob(f"*{HOW_LONG}.md")
    page.rename(tmp_path / "w" / f"Days {HOW_LONG}.md")
    moved = documents(tmp_path / "w")[HOW_LONG]
    assert moved.folder is None


def test_unchanged_pages_are_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(workspace_files()))
    context = PlainContext()
    for event in pull(tmp_path / "a.zip", context):
        context.remember(event)
    context.parsed.clear()
    assert {type(event) for event in by_id(pull(tmp_path / "a.zip", context)).values()} == {
        Unchanged,
        Failure,
    }
    assert context.parsed == []


def test_page_deleted_in_notion_is_not_named(tmp_path: Path) -> None:
    files = workspace_files()
    del files[next(name for name in files if HOW_LONG in name)]
    (tmp_path / "a.zip").write_bytes(zipped(files))
    events = pull(tmp_path / "a.zip")
    assert HOW_LONG not in by_id(events)
    assert is_whole(events)


def test_names_that_lead_out_are_passed_over_and_attached_zips_left_alone(tmp_path: Path) -> None:
    attached = zipped({"secret.md": b"# Attached\n\nText."})
    files = {"../out.md": b"# Out\n\nText.", "/abs.md": b"# Out\n\nText.", "Page/files.zip": attached}
    (tmp_path / "a.zip").write_bytes(zipped({**files, "In.md": b"# In\n\nText."}))
    assert list(documents(tmp_path / "a.zip")) == ["In.md"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "secret.md").write_text("# Secret\n\nText.", encoding="utf-8")
    (tmp_path / "w" / "link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "w" / "page.md").write_text("# Page\n\nText.", encoding="utf-8")
    assert list(documents(tmp_path / "w")) == ["page.md"]


def test_bombs_are_refused_and_lose_no_other_page(tmp_path: Path) -> None:
    large = b"# Large\n\n" + b"x" * (bundle.MAX_PAGE + 1)
    (tmp_path / "page.zip").write_bytes(zipped({"Large.md": large, "Small.md": b"# Small\n\nText."}))
    events = by_id(pull(tmp_path / "page.zip"))
    failure = events["Large.md"]
    assert isinstance(failure, Failure)
    assert "larger than 20 MB" in failure.reason
    assert isinstance(events["Small.md"], Upsert)
    part = zipped({"x.md": bytes(300_000_000)})
    (tmp_path / "part.zip").write_bytes(zipped({"Part-1.zip": zipped({"Part-1.zip": part})}))
    assert documents(tmp_path / "part.zip") == {}


def test_damaged_page_is_a_failure_and_loses_no_other(tmp_path: Path) -> None:
    data = bytearray(zipped({"A.md": b"# A\n\n" + os.urandom(50).hex().encode(), "B.md": b"# B\n\nText."}))
    data[40] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    events = by_id(pull(tmp_path / "a.zip"))
    assert isinstance(events["A.md"], Failure)
    assert isinstance(events["B.md"], Upsert)


@pytest.mark.parametrize("name", ["gone.zip", "text.zip"])
def test_what_is_no_export_is_an_error_of_the_source(name: str, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip", encoding="utf-8")
    with pytest.raises(SourceUnavailable):
        pull(tmp_path / name)
    report = asyncio.run(connector(tmp_path / name).check())
    assert [check.outcome for check in report.checks] == [Outcome.FAILED]
    assert report.checks[0].remedy


def test_check_tells_what_the_export_holds(tmp_path: Path) -> None:
    report = asyncio.run(connector(WORKSPACE).check())
    assert report.checks[0].detail == "6 pages and 1 databases."
    assert asyncio.run(connector(tmp_path).check()).checks[0].outcome is Outcome.INDETERMINATE


def test_export_of_another_system_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"entities.xml": b"<hibernate-generic/>"}))
    with pytest.raises(SourceUnavailable, match="`confluence`"):
        pull(tmp_path / "a.zip")
