"""The folder source: what is found, what is passed over, and what a change of the disk means."""

from __future__ import annotations

import asyncio
import os
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.contract import Checkpoint, Event, Failure, Outcome, SourceUnavailable, Unchanged, Upsert
from connectors.folder import FolderConfig, FolderConnector
from connectors.model import Audience, Document, Kind
from tests.connectors.context import PlainContext, by_id, events_of

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX names, links or permissions")


def pull(root: Path, context: PlainContext | None = None, **config: Any) -> list[Event]:
    connector = FolderConnector(FolderConfig(path=root, **config), context or PlainContext())
    return asyncio.run(events_of(connector))


def ids(root: Path, **config: Any) -> list[str]:
    return list(by_id(pull(root, **config)))


def document(root: Path, external_id: str, **config: Any) -> Document:
    event = by_id(pull(root, **config))[external_id]
    assert isinstance(event, Upsert)
    return event.document


def write(root: Path, *names: str, text: str = "Some text.") -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def test_files_come_in_order_of_their_paths_from_all_levels(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a/z.txt", "a/b/c.html", "A.md")
    assert ids(tmp_path) == ["A.md", "a/b/c.html", "a/z.txt", "b.md"]


def test_folder_becomes_the_folder_of_the_answer(tmp_path: Path) -> None:
    write(tmp_path, "Billing/Refunds/how.md")
    assert document(tmp_path, "Billing/Refunds/how.md").folder == "Billing::Refunds"


def test_hidden_lock_and_temporary_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "~$a.docx", ".DS_Store", ".hidden/a.md", "._b.md", "c.md~", "d.md.bak", "e.tmp", "x.png")
    write(tmp_path, "node_modules/f.md")
    write(tmp_path, "kept.md")
    assert ids(tmp_path) == ["kept.md"]


def test_names_in_any_script_are_kept(tmp_path: Path) -> None:
    names = ["退款.md", "возврат денег.md", "مرتجع.md", "ünïcode & spaces 100%.md"]
    write(tmp_path, *names)
    assert sorted(ids(tmp_path)) == sorted(names)
    assert document(tmp_path, "возврат денег.md").title == "Возврат денег"


def test_decomposed_names_get_the_same_id_as_composed_ones(tmp_path: Path) -> None:
    write(tmp_path, unicodedata.normalize("NFD", "café.md"))
    assert ids(tmp_path) == [unicodedata.normalize("NFC", "café.md")]


@posix_only
def test_two_spellings_of_one_name_are_two_documents(tmp_path: Path) -> None:
    write(tmp_path, unicodedata.normalize("NFD", "café.md"), unicodedata.normalize("NFC", "café.md"))
    assert len(ids(tmp_path)) == 2


@posix_only
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses such names")
def test_name_that_is_no_utf8_is_readable_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("Text", encoding="utf-8")
    assert ids(tmp_path) == [r"caf\xe9.md"]


@posix_only
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "outside/secret.md", "root/inside.md")
    root = tmp_path / "root"
    (root / "link.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "again.md").symlink_to(root / "inside.md")
    assert ids(root) == ["again.md", "inside.md"]


@posix_only
def test_link_that_leads_back_ends(tmp_path: Path) -> None:
    write(tmp_path, "a/b.md")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling.md").symlink_to(tmp_path / "nowhere.md")
    assert ids(tmp_path) == ["a/b.md"]


@posix_only
def test_file_swapped_for_a_link_after_listing_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "secret.md", "root/a.md")

    class Swapping(PlainContext):
        async def thread(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
            result = await super().thread(function, *args, **kwargs)
            if function.__name__ == "list_files":
                await super().thread(self.swap)
            return result

        def swap(self) -> None:
            (tmp_path / "root" / "a.md").unlink()
            (tmp_path / "root" / "a.md").symlink_to(tmp_path / "secret.md")

    (event,) = by_id(pull(tmp_path / "root", Swapping())).values()
    assert isinstance(event, Failure)
    assert "leads out of the folder" in event.reason


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ("", "", ["a.md", "drafts/b.md", "guides/c.html", "guides/deep/d.md"]),
        ("*.md", "", ["a.md", "drafts/b.md", "guides/deep/d.md"]),
        ("*.MD, *.html", "drafts", ["a.md", "guides/c.html", "guides/deep/d.md"]),
        ("guides/**", "", ["guides/c.html", "guides/deep/d.md"]),
        ("guides", "", ["guides/c.html", "guides/deep/d.md"]),
        ("guides/*", "guides/deep", ["guides/c.html"]),
        ("**/d.md\n./a.md", "", ["a.md", "guides/deep/d.md"]),
        ("[ac].*", "", ["a.md", "guides/c.html"]),
        ("", "/guides/", ["a.md", "drafts/b.md"]),
    ],
)
def test_include_and_exclude(tmp_path: Path, include: str, exclude: str, expected: list[str]) -> None:
    write(tmp_path, "a.md", "drafts/b.md", "guides/c.html", "guides/deep/d.md")
    assert ids(tmp_path, include=include, exclude=exclude) == expected


def test_config_speaks_for_files_that_say_nothing_themselves(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    write(tmp_path, "b.md", text="---\naudience: internal\nlanguage: fr\n---\nText")
    config = {"kind": "reply", "audience": "public", "language": "de_at", "groups": "tier-1, tier-2"}
    plain, stated = document(tmp_path, "a.md", **config), document(tmp_path, "b.md", **config)
    assert (plain.kind, plain.audience, plain.language) == (Kind.REPLY, Audience.PUBLIC, "de-AT")
    assert plain.groups == ("tier-1", "tier-2")
    assert (stated.audience, stated.language) == (Audience.INTERNAL, "fr")


def test_translations_are_told_by_their_names(tmp_path: Path) -> None:
    write(tmp_path, "faq/index.md", "faq/index.pt-br.md", "notes.final.md", "only.de.md")
    translated = document(tmp_path, "faq/index.pt-br.md")
    assert (translated.language, translated.translation_of) == ("pt-BR", "faq/index.md")
    assert translated.title == "Faq"
    assert document(tmp_path, "notes.final.md").language is None
    assert document(tmp_path, "only.de.md").translation_of is None


def test_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    context = PlainContext()
    for event in pull(tmp_path, context):
        context.remember(event)
    (tmp_path / "b.md").write_text("Something else.", encoding="utf-8")
    events = by_id(pull(tmp_path, context))
    assert isinstance(events["a.md"], Unchanged)
    assert isinstance(events["b.md"], Upsert)


def test_changed_configuration_reads_everything_again(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    context = PlainContext()
    for event in pull(tmp_path, context):
        context.remember(event)
    assert isinstance(by_id(pull(tmp_path, context, audience="public"))["a.md"], Upsert)
    assert isinstance(by_id(pull(tmp_path, context, exclude="other"))["a.md"], Unchanged)


def test_broken_file_is_named_again_without_being_parsed_again(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"not a pdf")
    context = PlainContext()
    for _ in range(2):
        (event,) = by_id(pull(tmp_path, context)).values()
        assert isinstance(event, Failure)
        assert "damaged" in event.reason
        context.remember(event)
    assert len(context.parsed) == 1


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_is_tried_again(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    (tmp_path / "a.md").chmod(0)
    events = by_id(pull(tmp_path))
    assert isinstance(events["b.md"], Upsert)
    failure = events["a.md"]
    assert isinstance(failure, Failure)
    assert failure.retryable
    assert failure.fingerprint is None


def test_folder_that_cannot_be_listed_is_no_deletion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md", "closed/b.md")
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    events = pull(tmp_path)
    assert isinstance(by_id(events)["closed/"], Failure)
    assert isinstance(events[-1], Checkpoint)
    assert not events[-1].complete


def test_missing_folder_is_an_error_of_the_source(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="not there"):
        pull(tmp_path / "gone")
    write(tmp_path, "file.md")
    with pytest.raises(SourceUnavailable, match="is a file"):
        pull(tmp_path / "file.md")


def test_folder_that_vanishes_while_it_is_read_is_an_error_of_the_source(tmp_path: Path) -> None:
    root = tmp_path / "share"
    write(root, "a.md")

    async def read() -> list[Event]:
        events = []
        async for event in FolderConnector(FolderConfig(path=root), PlainContext()).pull(None):
            events.append(event)
            if isinstance(event, Upsert):
                await asyncio.to_thread(root.rename, tmp_path / "elsewhere")
        return events

    with pytest.raises(SourceUnavailable, match="not there"):
        asyncio.run(read())


def test_empty_folder_is_a_complete_pass_without_documents(tmp_path: Path) -> None:
    last = pull(tmp_path)[-1]
    assert isinstance(last, Checkpoint)
    assert last.complete
    assert ids(tmp_path) == []


def test_too_large_a_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(30_000_000)
    (event,) = by_id(pull(tmp_path)).values()
    assert isinstance(event, Failure)
    assert "larger than 10 MB" in event.reason


def test_large_text_is_parsed_in_the_guarded_process(tmp_path: Path) -> None:
    write(tmp_path, "small.html", text="<p>Hi</p>")
    write(tmp_path, "large.html", text="<p>Hi</p>" * 60_000)
    context = PlainContext()
    assert all(isinstance(event, Upsert) for event in by_id(pull(tmp_path, context)).values())
    assert context.parsed == [str((tmp_path / "large.html").resolve())]


def test_check_tells_what_would_be_read(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.pdf", "c.png", "d.png")
    report = asyncio.run(FolderConnector(FolderConfig(path=tmp_path), PlainContext()).check())
    assert report.ok
    told = " ".join(check.detail for check in report.checks)
    assert "2 files: 1 .md, 1 .pdf" in told
    assert "2 .png" in told


@pytest.mark.parametrize(("name", "outcome"), [("gone", Outcome.FAILED), ("", Outcome.INDETERMINATE)])
def test_check_says_what_to_do(tmp_path: Path, name: str, outcome: Outcome) -> None:
    report = asyncio.run(FolderConnector(FolderConfig(path=tmp_path / name), PlainContext()).check())
    failed = [check for check in report.checks if check.outcome is not Outcome.PASSED]
    assert [check.outcome for check in failed] == [outcome]
    assert all(check.remedy for check in failed)


def test_relative_path_and_home_are_made_absolute() -> None:
    assert FolderConfig(path=Path("docs")).path == Path.cwd() / "docs"
    assert FolderConfig(path=Path("~/docs")).path == Path.home() / "docs"


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"path": ".", "kind": "letter"},
        {"path": ".", "language": "English, please"},
        {"path": ".", "x": 1},
    ],
)
def test_wrong_configuration_is_refused(config: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FolderConfig(**config)


def test_inventory_lists_what_would_be_read(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b/c.txt", "d.png")

    async def inventory() -> list[str]:
        connector = FolderConnector(FolderConfig(path=tmp_path), PlainContext())
        return [name async for name in connector.inventory()]

    assert asyncio.run(inventory()) == ["a.md", "b/c.txt"]
