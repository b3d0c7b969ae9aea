"""Confluence exports: each file in the case folder is a page or an export, its snapshot what comes in."""

from __future__ import annotations

import asyncio
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.confluence import entities, markup, storage
from connectors.confluence.connector import ConfluenceConfig, ConfluenceConnector
from connectors.confluence.outline import NOBODY
from connectors.confluence.storage import Surroundings
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
from connectors.model import Audience, Document
from tests.connectors.context import PlainContext, by_id, events_of, shown

CASES = Path(__file__).parent / "confluence_cases"
BODIES = sorted([*CASES.glob("*.storage"), *CASES.glob("*.wiki")])
EXPORTS = [*sorted(CASES.glob("*.xml")), CASES / "html"]
VERSION_8 = CASES / "version-8.xml"
HERE = Surroundings("https://wiki.example", "12", "SUP", {"5d3e": "Ada", "ada": "Ada"})


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def connector(path: Path, context: PlainContext | None = None, **config: Any) -> ConfluenceConnector:
    return ConfluenceConnector(ConfluenceConfig(path=path, **config), context or PlainContext())


def pull(path: Path, context: PlainContext | None = None, **config: Any) -> list[Event]:
    return asyncio.run(events_of(connector(path, context, **config)))


def documents(path: Path, **config: Any) -> dict[str, Document]:
    events = pull(path, **config)
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def told(path: Path) -> list[dict[str, Any]] | dict[str, str]:
    """What comes in, or why the export as a whole cannot be read."""
    try:
        return [shown(event) for event in by_id(pull(path, address="https://wiki.example")).values()]
    except ConnectorError as error:
        return {"source error": str(error)}


@pytest.mark.parametrize("file", BODIES, ids=lambda file: file.name)
def test_body(file: Path, snapshot: SnapshotAssertion) -> None:
    convert = storage.convert if file.suffix == ".storage" else markup.convert
    assert convert(file.read_text(encoding="utf-8"), HERE).split("\n") == snapshot


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_export(path: Path, snapshot: SnapshotAssertion) -> None:
    assert told(path) == snapshot


def test_real_export_of_version_3(test_data: Path) -> None:
    found = documents(test_data / "exports" / "confluence-xml" / "3.4.7.zip")
    page = found["131078"]
    assert (page.title, page.folder) == ("Test demo in Confluence 3.4.7", "TestDemo")
    assert '<td><a href="http://www.aspose.com">TICKET-1</a></td>' in page.body
    assert "<h6>Navigate space</h6>" in found["131076"].body
    assert not {"{section}", "||"} & set(found["131076"].body.split())


def test_real_export_of_version_4(test_data: Path) -> None:
    found = documents(test_data / "exports" / "confluence-xml" / "4.3.2.xml.zip")
    assert {page.title for page in found.values()} == {
        "Page 1", "Page 2", "Private page 1", "privatespace Home", "space1 Home", "space2 Home",
    }  # fmt: skip
    page = found["753668"]
    assert "There is no specific right on this page" in page.body
    assert "<blockquote><p><strong>tip title</strong></p><p>tip content</p></blockquote>" in page.body
    assert not {"ac:", "ri:"} & {part[:3] for part in page.body.replace("<", " ").split()}
    restricted = found["753682"]
    assert (restricted.groups, restricted.audience) == (("user:admin",), Audience.INTERNAL)
    assert restricted.tags == ("tag1",)
    assert found["753692"].groups == ("user:admin",)


def test_real_parts_of_later_versions(test_data: Path) -> None:
    root = test_data / "exports" / "confluence-xml"
    assert set(documents(root / "multilingual")) == {"95917606", "200000000"}
    assert "version 3" in documents(root / "multilingual")["95917606"].body
    assert "{{another}} line" in documents(root / "noformat")["45809846"].body
    assert "🙂🧐" in documents(root / "emoji")["10"].body
    assert 'href="https://baseurl1.com/display/OtherSpace/Other+Page"' in documents(root / "links")["10"].body


def test_restrictions_hold_for_the_pages_below() -> None:
    found = documents(VERSION_8, groups="agents", audience="public")
    assert (found["12"].groups, found["12"].audience) == (("agents",), Audience.PUBLIC)
    assert (found["15"].groups, found["15"].audience) == (("fraud-team", "user:ada"), Audience.INTERNAL)
    assert found["16"].groups == (NOBODY,)
    assert found["20"].groups == ("board",)


def test_groups_of_everybody_restrict_nothing() -> None:
    assert documents(VERSION_8, everyone="confluence-users, board")["20"].groups == ()
    assert documents(VERSION_8, everyone="")["12"].groups == ("confluence-users",)


def test_blog_posts_come_in_when_asked_for() -> None:
    assert "30" in documents(VERSION_8, blog_posts=True)
    assert "30" not in documents(VERSION_8)


def test_zip_folder_and_file_are_the_same(tmp_path: Path) -> None:
    xml = VERSION_8.read_bytes()
    expected = documents(VERSION_8)
    assert documents(zipped(tmp_path / "a.zip", {"entities.xml": xml, "attachments/1/1/1": b"x"})) == expected
    assert documents(zipped(tmp_path / "b.zip", {"Confluence-export/entities.xml": xml})) == expected
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "entities.xml").write_bytes(xml)
    assert documents(tmp_path / "c") == expected
    html = {f"SUP/{path.name}": path.read_bytes() for path in (CASES / "html").glob("*.html")}
    assert documents(zipped(tmp_path / "d.zip", html)) == documents(CASES / "html")


def test_control_characters_that_xml_forbids_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "entities.xml").write_bytes(
        VERSION_8.read_bytes().replace(b"Five days", b"Five\x0b\x1f days\xff")
    )
    assert "Five days" in documents(tmp_path)["12"].body


def test_unchanged_pages_are_not_read_again_and_a_changed_restriction_is_seen(tmp_path: Path) -> None:
    context = PlainContext()
    for event in pull(VERSION_8, context):
        context.remember(event)
    context.parsed.clear()
    assert {type(event) for event in by_id(pull(VERSION_8, context)).values()} == {Unchanged, Failure}
    assert context.parsed == []
    changed = VERSION_8.read_text(encoding="utf-8").replace("fraud-team", "risk")
    (tmp_path / "entities.xml").write_text(changed, encoding="utf-8")
    again = by_id(pull(tmp_path, context))
    assert {key for key, event in again.items() if isinstance(event, Upsert)} == {"15"}


def test_page_deleted_in_confluence_is_not_named(tmp_path: Path) -> None:
    gone = VERSION_8.read_text(encoding="utf-8").replace(
        '<id name="id">12</id><property name="title"', '<id name="id">999</id><property name="title"'
    )
    (tmp_path / "entities.xml").write_text(gone, encoding="utf-8")
    events = pull(tmp_path)
    assert "12" not in by_id(events)
    assert events[-1] == Checkpoint(complete=True)


@settings(max_examples=15, deadline=None)
@given(stop=st.integers(min_value=0, max_value=150))
def test_run_cut_off_anywhere_goes_on_to_the_same_set(
    stop: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("space") / "entities.xml", 100)

    async def cut_off() -> tuple[set[str], Any]:
        seen: set[str] = set()
        kept: set[str] = set()
        cursor = None
        pulled = connector(path).pull(None)
        for _ in range(stop):
            event = await anext(pulled, None)
            if isinstance(event, Upsert):
                seen.add(event.document.external_id)
            elif isinstance(event, Checkpoint):
                kept, cursor = set(seen), event.cursor
        await pulled.aclose()  # type: ignore[attr-defined] # a generator
        return kept, cursor

    async def resumed(cursor: Any) -> set[str]:
        events = [event async for event in connector(path).pull(cursor)]
        return {event.document.external_id for event in events if isinstance(event, Upsert)}

    kept, cursor = asyncio.run(cut_off())
    rest = asyncio.run(resumed(cursor))
    assert kept | rest == {str(number) for number in range(100)}
    if cursor is not None:
        assert not kept & rest


def written(path: Path, pages: int, body: str = "<p>Text.</p>") -> Path:
    objects = "".join(
        f'<object class="Page" package="x"><id name="id">{number}</id>'
        f'<property name="title">P{number}</property>'
        f'</object><object class="BodyContent" package="x"><id name="id">b{number}</id>'
        f'<property name="body"><![CDATA[{body}]]></property>'
        f'<property name="content" class="Page"><id name="id">{number}</id></property>'
        '<property name="bodyType">2</property></object>'
        for number in range(pages)
    )
    path.write_text(f"<hibernate-generic>{objects}</hibernate-generic>", encoding="utf-8")
    return path


def test_large_and_deep_pages_are_failures_and_lose_no_other(tmp_path: Path) -> None:
    path = written(tmp_path / "entities.xml", 3)
    text = path.read_text()
    large = text.replace("<p>Text.</p>", "x" * 6_000_001, 1)
    large = large.replace("<p>Text.</p>", "<div>" * 500, 1)
    path.write_text(large)
    events = by_id(pull(path))
    assert [type(events[key]) for key in "012"] == [Failure, Failure, Upsert]
    reasons = [event.reason for event in events.values() if isinstance(event, Failure)]
    assert "larger than" in reasons[0]
    assert "nested" in reasons[1]


def test_bomb_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("entities.xml", "w") as part,
    ):
        part.write(b"<hibernate-generic>")
        for _ in range(120):
            part.write(b" " * 1_000_000)
    (tmp_path / "bomb.zip").write_bytes(packed.getvalue())
    with pytest.raises(SourceUnavailable, match="unpacks to far more"):
        pull(tmp_path / "bomb.zip")


@pytest.mark.parametrize(
    ("name", "files", "said"),
    [
        ("notion.zip", {"Page 1580080aa5a38194a9c0e77779ee82d5.md": b"# Page"}, "a Notion export"),
        ("parts.zip", {f"Export-{'0' * 36}-Part-1.zip": b"PK"}, "a Notion export"),
        ("takeout.zip", {"Takeout/Drive/a.html": b"<p>a"}, "a Google Takeout"),
        ("empty.zip", {}, "no Confluence space export"),
    ],
)
def test_other_zip_files_are_told_apart(
    name: str, files: dict[str, bytes], said: str, tmp_path: Path
) -> None:
    report = asyncio.run(connector(zipped(tmp_path / name, files)).check())
    assert [check.outcome for check in report.checks] == [Outcome.FAILED]
    assert said in report.checks[0].detail


@pytest.mark.parametrize("name", ["gone.zip", "gone.xml", "page.pdf"])
def test_check_says_what_to_do(name: str, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.4")
    report = asyncio.run(connector(tmp_path / name).check())
    assert [check.outcome for check in report.checks] == [Outcome.FAILED]
    assert report.checks[0].remedy


def test_check_tells_who_alone_may_see_pages() -> None:
    report = asyncio.run(connector(VERSION_8).check())
    assert report.ok
    said = " ".join(check.detail for check in report.checks)
    assert "Support" in said
    assert "fraud-team" in said


def test_objects_are_read_one_by_one(tmp_path: Path) -> None:
    path = written(tmp_path / "entities.xml", 50)
    with path.open("rb") as stream:
        read = entities.read(stream, ("BodyContent",))
        assert next(read).id == "b0"
        assert sum(1 for _ in read) == 49


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="<>/&;[]ac:ri pdivstrong\"='\n\x0bäש", max_size=200))
def test_any_storage_format_is_converted(text: str) -> None:
    body = storage.convert(text, HERE)
    assert body.count("<strong>") == body.count("</strong>")


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="*_-+^~[]{}|!\\#h1. \nabcode:\ue000\ue001", max_size=200))
def test_any_markup_is_converted(text: str) -> None:
    body = markup.convert(text, HERE)
    assert body.count("<li>") == body.count("</li>")
    assert "\ue000" not in body
