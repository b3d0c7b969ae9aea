"""MediaWiki dumps: each file in the case folder is a page or a small dump, its snapshot what comes in."""

from __future__ import annotations

import asyncio
import bz2
import gzip
import sys
from pathlib import Path
from typing import Any

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import (
    Checkpoint,
    ConnectorError,
    Event,
    Failure,
    Outcome,
    SourceUnavailable,
    Unchanged,
    Upsert,
)
from connectors.mediawiki.connector import MediaWikiConfig, MediaWikiConnector
from connectors.mediawiki.wikitext import Surroundings, convert
from tests.connectors.context import PlainContext, by_id, events_of, shown

CASES = Path(__file__).parent / "mediawiki_cases"
PAGES = sorted(CASES.glob("*.wiki"))
DUMPS = sorted(CASES.glob("*.xml"))
SMALL = CASES / "small-wiki.xml"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def connector(path: Path, context: PlainContext | None = None, **config: Any) -> MediaWikiConnector:
    return MediaWikiConnector(MediaWikiConfig(path=path, **config), context or PlainContext())


def pull(path: Path, context: PlainContext | None = None, **config: Any) -> list[Event]:
    return asyncio.run(events_of(connector(path, context, **config)))


def told(path: Path) -> list[dict[str, Any]] | dict[str, str]:
    """What comes in, or why the dump as a whole cannot be read."""
    try:
        return [shown(event) for event in by_id(pull(path)).values()]
    except ConnectorError as error:
        return {"source error": str(error)}


def titles(path: Path, **config: Any) -> set[str]:
    return {event.document.title for event in pull(path, **config) if isinstance(event, Upsert)}


def written(path: Path, pages: int) -> Path:
    body = "".join(
        f"<page><title>P{number}</title><id>{number}</id>"
        f"<revision><text>Text {number}.</text></revision></page>"
        for number in range(pages)
    )
    path.write_text(f"<mediawiki>{body}</mediawiki>", encoding="utf-8")
    return path


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_page(file: Path, snapshot: SnapshotAssertion) -> None:
    article = convert(
        file.stem, file.read_text(encoding="utf-8"), Surroundings({}, "https://wiki.example/wiki/")
    )
    assert {"body": article.body.split("\n"), "categories": list(article.categories)} == snapshot


@pytest.mark.parametrize("file", DUMPS, ids=lambda file: file.name)
def test_dump(file: Path, snapshot: SnapshotAssertion) -> None:
    assert told(file) == snapshot


def test_real_dumps_come_in_without_left_over_markup(test_data: Path) -> None:
    dumps = {"bgwiki-latest-pages-articles-shortened.xml.bz2": 3, "enwiki-table-markup.xml.bz2": 5}
    for name, pages in dumps.items():
        events = pull(test_data / "exports" / "mediawiki" / name)
        documents = [event.document for event in events if isinstance(event, Upsert)]
        assert len(documents) == pages
        assert events[-1] == Checkpoint(complete=True)
        for document in documents:
            assert document.tags or "/" in (document.url or "")
            assert not {"{|", "|}", "<ref", "[[File:"} & set(document.body.split())
            assert document.updated_at is not None


def test_newest_revision_counts_whatever_the_order(test_data: Path) -> None:
    (event,) = by_id(pull(test_data / "exports" / "mediawiki" / "macbre-dump.xml")).values()
    assert isinstance(event, Upsert)
    assert event.document.body == "<p>A bunch of text here.</p>"


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".xml.gz", gzip.compress), (".xml.bz2", bz2.compress), (".xml", bytes)]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_packed_and_encoded_dumps_are_the_same(suffix: str, pack: Any, encoding: str, tmp_path: Path) -> None:
    dump = tmp_path / f"dump{suffix}"
    dump.write_bytes(pack(SMALL.read_text(encoding="utf-8").encode(encoding)))
    assert by_id(pull(dump)) == by_id(pull(SMALL))


def test_namespaces_are_chosen_by_number_or_name() -> None:
    assert titles(SMALL, namespaces="Hilfe") == {"Sofort"}
    assert titles(SMALL, namespaces="help, 1") == {"Sofort", "Rückgabe"}
    with pytest.raises(SourceUnavailable, match=r"no namespace 'Recht'.*Hilfe"):
        pull(SMALL, namespaces="Recht")


def test_unchanged_pages_are_not_read_again_and_a_new_name_changes_one(tmp_path: Path) -> None:
    context = PlainContext()
    for event in pull(SMALL, context):
        context.remember(event)
    again = by_id(pull(SMALL, context))
    assert {type(event) for event in again.values()} == {Unchanged, Failure}
    dump = tmp_path / "dump.xml"
    text = SMALL.read_text(encoding="utf-8")
    more = (
        "<page><title>Zurückgeben</title><ns>0</ns><id>9</id><redirect title='Rückgabe'/></page></mediawiki>"
    )
    dump.write_text(text.replace("</mediawiki>", more), encoding="utf-8")
    event = by_id(pull(dump, context))["1"]
    assert isinstance(event, Upsert)
    assert event.document.questions == ("Umtausch", "Retoure", "Zurückgeben")


@settings(max_examples=20, deadline=None)
@given(stop=st.integers(min_value=0, max_value=140))
def test_run_cut_off_anywhere_goes_on_to_the_same_set(
    stop: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dump = written(tmp_path_factory.mktemp("wiki") / "dump.xml", 100)

    async def cut_off() -> tuple[set[str], Any]:
        seen: set[str] = set()
        kept: set[str] = set()
        cursor = None
        pulled = connector(dump).pull(None)
        for _ in range(stop):
            event = await anext(pulled, None)
            if isinstance(event, Upsert):
                seen.add(event.document.external_id)
            elif isinstance(event, Checkpoint):
                kept, cursor = set(seen), event.cursor
        return kept, cursor

    async def resumed(cursor: Any) -> set[str]:
        events = [event async for event in connector(dump).pull(cursor)]
        return {event.document.external_id for event in events if isinstance(event, Upsert)}

    kept, cursor = asyncio.run(cut_off())
    rest = asyncio.run(resumed(cursor))
    assert kept | rest == {str(number) for number in range(100)}
    if cursor is not None:
        assert not kept & rest


def test_cursor_of_another_dump_starts_anew(tmp_path: Path) -> None:
    dump = written(tmp_path / "dump.xml", 3)

    async def events() -> list[Event]:
        return [event async for event in connector(dump).pull({"dump": "other", "pages": 2})]

    assert len(by_id(asyncio.run(events()))) == 3


def test_page_that_the_parser_dies_of_loses_no_other(tmp_path: Path) -> None:
    class Dying(PlainContext):
        async def parse(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
            if any(title == "P1" for title, _ in args[0]):
                from connectors.contract import ParseFailed

                raise ParseFailed("It took too long.")
            return await super().parse(function, *args, **kwargs)

    events = by_id(pull(written(tmp_path / "dump.xml", 3), Dying()))
    assert [type(events[name]) for name in "012"] == [Upsert, Failure, Upsert]


def test_very_large_page_is_a_failure_and_loses_no_other(tmp_path: Path) -> None:
    dump = written(tmp_path / "dump.xml", 2)
    dump.write_text(dump.read_text().replace("Text 0.", "x" * 5_000_001))
    events = by_id(pull(dump))
    failure = events["0"]
    assert isinstance(failure, Failure)
    assert "larger" in failure.reason
    assert isinstance(events["1"], Upsert)


def test_dump_packed_with_7zip_is_the_same(tmp_path: Path) -> None:
    with py7zr.SevenZipFile(tmp_path / "dump.xml.7z", "w") as archive:
        archive.write(SMALL, "wiki.xml")
    assert by_id(pull(tmp_path / "dump.xml.7z")) == by_id(pull(SMALL))
    damaged = bytearray((tmp_path / "dump.xml.7z").read_bytes())
    damaged[40] ^= 0xFF
    (tmp_path / "damaged.7z").write_bytes(damaged)
    with pytest.raises(SourceUnavailable, match="damaged"):
        pull(tmp_path / "damaged.7z")


def test_large_dump_packed_with_7zip_is_read_as_far_as_it_is_asked_for(tmp_path: Path) -> None:
    dump = written(tmp_path / "dump.xml", 3_000)
    with py7zr.SevenZipFile(tmp_path / "dump.xml.7z", "w") as archive:
        archive.write(dump, "wiki.xml")
    assert asyncio.run(connector(tmp_path / "dump.xml.7z").check()).ok
    events = pull(tmp_path / "dump.xml.7z")
    assert sum(isinstance(event, Upsert) for event in events) == 3_000


def test_without_the_library_a_7zip_dump_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dump.xml.7z").write_bytes(b"7z")
    monkeypatch.setitem(sys.modules, "py7zr", None)
    report = asyncio.run(connector(tmp_path / "dump.xml.7z").check())
    assert "cuecard[sevenzip]" in report.checks[0].detail


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.html", b"<!DOCTYPE html><html><body>Page</body></html>", "a web page saved as HTML"),
        ("wiki.sql", b"-- MySQL dump 10.19\n", "a dump of a database"),
        ("space.xml", b'<?xml version="1.0"?>\n<hibernate-generic datetime="">', "`confluence`"),
        ("manual.pdf", b"%PDF-1.4", "a PDF file"),
    ],
)
def test_other_files_are_named(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceUnavailable, match=said):
        pull(tmp_path / name)


@pytest.mark.parametrize("name", ["gone.xml", "gone.xml.7z", "."])
def test_check_says_what_to_do(name: str, tmp_path: Path) -> None:
    report = asyncio.run(connector(tmp_path / name).check())
    assert [check.outcome for check in report.checks] == [Outcome.FAILED]
    assert report.checks[0].remedy


def test_check_tells_what_the_wiki_has() -> None:
    report = asyncio.run(connector(SMALL).check())
    assert report.ok
    assert "Hilfe" in " ".join(check.detail for check in report.checks)


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="'[]{}|=*#:;!-<>/&\n abhrefiowk12", max_size=200))
def test_any_wikitext_is_converted(text: str) -> None:
    body = convert("Title", text, Surroundings()).body
    assert body.count("<em>") == body.count("</em>")
    assert body.count("<strong>") == body.count("</strong>")
    assert body.count("<li>") == body.count("</li>")
    assert "\ue000" not in body
