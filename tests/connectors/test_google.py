"""Google's exports: each file in the case folder is a document of Drive, its snapshot what comes in."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Checkpoint, Event, Failure, Outcome, SourceUnavailable, Unchanged, Upsert
from connectors.google.connector import GoogleConfig, GoogleConnector
from connectors.model import Document
from tests.connectors.context import PlainContext, by_id, events_of, shown
from tests.connectors.making import paragraph, pdf_file, word_file

CASES = Path(__file__).parent / "google_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def connector(path: Path, context: PlainContext | None = None, **config: Any) -> GoogleConnector:
    return GoogleConnector(GoogleConfig(path=path, **config), context or PlainContext())


def pull(path: Path, context: PlainContext | None = None, **config: Any) -> list[Event]:
    return asyncio.run(events_of(connector(path, context, **config)))


def is_whole(events: list[Event]) -> bool:
    return isinstance(events[-1], Checkpoint) and events[-1].complete


def documents(path: Path, **config: Any) -> dict[str, Document]:
    events = pull(path, **config)
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    """The documents of the cases, with a Word and a PDF file, as they lie in Drive."""
    files = {f"Help/{path.name}": path.read_bytes() for path in CASES.iterdir()}
    word = word_file(tmp_path / "a.docx", paragraph("Agenda", "Heading1") + paragraph("We refund."))
    pdf = pdf_file(tmp_path / "a.pdf", [["Price list", "All prices include tax."]])
    return files | {"Team/Meeting notes.docx": word.read_bytes(), "Prices.pdf": pdf.read_bytes()}


def takeout(files: dict[str, bytes], folder: str = "Drive") -> dict[str, bytes]:
    return {f"Takeout/{folder}/{name}": data for name, data in files.items()}


def test_documents(snapshot: SnapshotAssertion) -> None:
    assert [shown(event) for event in by_id(pull(CASES)).values()] == snapshot


def test_takeout_in_parts_unpacked_and_downloaded_are_the_same(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    expected = documents(zipped(tmp_path / "drive-download-20260131T101500Z-001.zip", files))
    assert {document.folder for document in expected.values()} == {"Help", "Team", None}
    assert expected["Team/Meeting notes.docx"].title == "Meeting notes"
    assert "All prices include tax." in expected["Prices.pdf"].body
    assert documents(zipped(tmp_path / "takeout.zip", takeout(files))) == expected
    items = list(takeout(files).items())
    (tmp_path / "parts").mkdir()
    for number in (0, 1):
        zipped(tmp_path / "parts" / f"takeout-20260131T101500Z-00{number}.zip", dict(items[number::2]))
    assert documents(tmp_path / "parts") == expected
    for name, data in items:
        (tmp_path / "unpacked" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "unpacked" / name).write_bytes(data)
    assert documents(tmp_path / "unpacked") == expected


def test_only_drive_is_read_of_a_takeout_and_no_comments(tmp_path: Path) -> None:
    others = {
        "Takeout/Keep/Note.html": b"<p>Private.</p>",
        "Takeout/archive_browser.html": b"<p>Contents.</p>",
        "Takeout/Drive/Plan-comments.html": b"<p>Boss says no.</p>",
        "Takeout/Drive/Plan.md": b"# Plan\n\nText.",
    }
    assert list(documents(zipped(tmp_path / "a.zip", others))) == ["Plan.md"]


def test_what_drive_says_of_a_document_is_read(tmp_path: Path) -> None:
    info = json.dumps({"title": "Who? What?", "last_modified_by_me": "2026-01-30T10:00:00Z"}).encode()
    files = {
        "Takeout/Drive/Who_ What_.docx-info.json": b"{broken",
        "Takeout/Drive/Who_ What_-info.json": info,
        "Takeout/Drive/Who_ What_.md": b"# Heading\n\nText.",
    }
    (found,) = documents(zipped(tmp_path / "a.zip", files)).values()
    assert found.title == "Who? What?"
    assert found.updated_at is not None
    assert found.updated_at.isoformat() == "2026-01-30T10:00:00+00:00"


def test_unchanged_documents_are_not_read_again(files: dict[str, bytes], tmp_path: Path) -> None:
    context = PlainContext()
    archive = zipped(tmp_path / "a.zip", files)
    for event in pull(archive, context):
        context.remember(event)
    context.parsed.clear()
    again = pull(archive, context)
    assert {type(event) for event in by_id(again).values()} == {Unchanged, Failure}
    assert context.parsed == []
    assert is_whole(again)


def test_hostile_documents_lose_no_other(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300_000_000))
    files = {
        "../out.md": b"# Out\n\nText.",
        "/abs.md": b"# Out\n\nText.",
        "Bomb.docx": bomb.getvalue(),
        "Damaged.docx": b"PK\x03\x04 no more",
        "Deep.html": b"<div>" * 400 + b"deep",
        "\u05e9\u05dc\u05d5\u05dd.md": "# שלום\n\nטקסט.".encode(),
    }
    events = by_id(pull(zipped(tmp_path / "a.zip", files)))
    failed = {name: event.reason for name, event in events.items() if isinstance(event, Failure)}
    assert set(failed) == {"Bomb.docx", "Damaged.docx", "Deep.html"}
    assert "far more than it should" in failed["Bomb.docx"]
    assert isinstance(events["שלום.md"], Upsert)


def test_script_in_a_document_stays_out(tmp_path: Path) -> None:
    page = b"<html><body><p>Text<script>alert(1)</script></p></body></html>"
    (found,) = documents(zipped(tmp_path / "a.zip", {"a.html": page})).values()
    assert "script" not in found.body


@pytest.mark.parametrize("name", ["gone.zip", "page.pdf", "notion.zip"])
def test_check_says_what_to_do(name: str, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.4")
    zipped(tmp_path / "notion.zip", {"Page 1580080aa5a38194a9c0e77779ee82d5.md": b"# Page"})
    report = asyncio.run(connector(tmp_path / name).check())
    assert [check.outcome for check in report.checks] == [Outcome.FAILED]
    assert report.checks[0].remedy


def test_check_counts_what_there_is(files: dict[str, bytes], tmp_path: Path) -> None:
    report = asyncio.run(connector(zipped(tmp_path / "a.zip", files)).check())
    assert report.ok
    assert "1 .docx" in report.checks[0].detail
    empty = asyncio.run(connector(zipped(tmp_path / "b.zip", {"Takeout/Keep/a.html": b"x"})).check())
    assert [check.outcome for check in empty.checks] == [Outcome.INDETERMINATE]


def test_export_of_another_system_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="`confluence`"):
        pull(zipped(tmp_path / "a.zip", {"entities.xml": b"<hibernate-generic/>"}))
