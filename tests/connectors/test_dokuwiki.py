"""A DokuWiki's data folder: the case folder holds its pages, the snapshot what comes in of each."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Checkpoint, Event, Failure, Outcome, SourceUnavailable, Unchanged, Upsert
from connectors.dokuwiki import syntax
from connectors.dokuwiki.connector import DokuWikiConfig, DokuWikiConnector
from connectors.model import Document
from tests.connectors.context import PlainContext, by_id, events_of, shown

PAGES = Path(__file__).parent / "dokuwiki_cases"
A_DAY_IN_2026 = 1_770_000_000


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    """A data folder with the pages of the cases, a former version and metadata."""
    shutil.copytree(PAGES, tmp_path / "data" / "pages")
    for name in ("attic/markup.1.txt.gz", "meta/markup.meta", "media_meta/a.txt"):
        (tmp_path / "data" / name).parent.mkdir()
        (tmp_path / "data" / name).write_bytes(b"x")
    for path in (tmp_path / "data").rglob("*.txt"):
        os.utime(path, (A_DAY_IN_2026, A_DAY_IN_2026))
    return tmp_path / "data"


def connector(path: Path, context: PlainContext | None = None, **config: Any) -> DokuWikiConnector:
    return DokuWikiConnector(DokuWikiConfig(path=path, **config), context or PlainContext())


def pull(path: Path, context: PlainContext | None = None, **config: Any) -> list[Event]:
    return asyncio.run(events_of(connector(path, context, **config)))


def documents(path: Path, **config: Any) -> dict[str, Document]:
    events = pull(path, **config)
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def test_pages(wiki: Path, snapshot: SnapshotAssertion) -> None:
    events = by_id(pull(wiki, address="https://wiki.example/doku.php"))
    assert [shown(event) for event in events.values()] == snapshot


def test_folder_may_be_the_wikis_the_data_or_the_pages(wiki: Path) -> None:
    assert documents(wiki) == documents(wiki.parent) == documents(wiki / "pages")


def test_real_pages_keep_their_structure(test_data: Path) -> None:
    page = documents(test_data / "exports" / "dokuwiki")["wiki:syntax"]
    assert page.title == "Formatting Syntax"
    assert "<h3>Ordered" in page.body or "<h2>Lists</h2>" in page.body
    assert "<strong><u><em><code>combine</code></em></u></strong>" in page.body
    assert "<th>Heading 1</th>" in page.body
    assert "<sub>subscript</sub>" in page.body


def test_texts_of_the_program_in_twelve_languages_are_read(test_data: Path) -> None:
    for path in sorted((test_data / "exports" / "dokuwiki" / "lang").rglob("*.txt")):
        body = syntax.parse(path.read_text(encoding="utf-8")).body
        assert "======" not in body, path


def test_namespaces_are_left_out_as_dokuwiki_writes_them(wiki: Path) -> None:
    assert set(documents(wiki, exclude="hilfe:konto_und_geld")) == {"markup", "доставка"}


def test_unchanged_pages_are_not_read_again(wiki: Path) -> None:
    context = PlainContext()
    for event in pull(wiki, context):
        context.remember(event)
    context.parsed.clear()
    assert {type(event) for event in by_id(pull(wiki, context)).values()} == {Unchanged, Failure}
    assert context.parsed == []


def test_deleted_page_is_not_named(wiki: Path) -> None:
    (wiki / "pages" / "markup.txt").unlink()
    events = pull(wiki)
    assert "markup" not in by_id(events)
    assert events[-1] == Checkpoint(complete=True)


def test_data_folder_whose_pages_went_away_deletes_nothing(wiki: Path) -> None:
    shutil.rmtree(wiki / "pages")
    with pytest.raises(SourceUnavailable, match="no folder `pages`"):
        pull(wiki)
    report = asyncio.run(connector(wiki).check())
    assert [check.outcome for check in report.checks] == [Outcome.FAILED]
    assert report.checks[0].remedy


def test_link_out_of_the_wiki_is_not_followed(wiki: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret.", encoding="utf-8")
    (wiki / "pages" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert "link" not in documents(wiki)


def test_large_page_is_a_failure_and_loses_no_other(wiki: Path) -> None:
    (wiki / "pages" / "large.txt").write_text("x" * 5_000_001, encoding="utf-8")
    events = by_id(pull(wiki))
    failure = events["large"]
    assert isinstance(failure, Failure)
    assert "larger than 5 MB" in failure.reason
    assert isinstance(events["markup"], Upsert)


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="*/_'=[]{}|^<>()%-\\: \nabcdehofilt1", max_size=200))
def test_any_text_is_converted(text: str) -> None:
    body = syntax.parse(text).body
    assert not {"\ue000", "\ue002", "\ue004"} & set(body)
    assert body.count("<li>") == body.count("</li>")
