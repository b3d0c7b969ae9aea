"""What a run does to the store: what comes in, what stays, what goes, and what an admin is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from connectors.contract import (
    Checkpoint,
    CheckReport,
    Cursor,
    Delete,
    Event,
    Failure,
    Outcome,
    Progress,
    SourceUnavailable,
    Unchanged,
    Upsert,
)
from connectors.model import Document
from sidecar.knowledge import ingest, preparation, runs, sources
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.runs import Ending
from sidecar.sync.host import AlreadyRunning, Host
from sidecar.sync.progress import RunProgress
from sidecar.sync.stopping import Stop
from sidecar.sync.summary import Summary
from tests.sync.conftest import Desk
from tests.sync.scripted import Scripted, document, pages, scripted, upserts

COMPLETE = Checkpoint(complete=True)


def many(count: int, prefix: str = "d") -> list[str]:
    return [f"{prefix}{number:03}" for number in range(count)]


async def test_summary_counts_what_happened(desk: Desk) -> None:
    first = await desk.sync(scripted(*upserts("a", "b", "c"), COMPLETE))
    assert (first.added, first.changed, first.unchanged, first.deleted) == (3, 0, 0, 0)
    assert first.complete
    second = await desk.sync(scripted(*upserts("a"), *upserts("b", body="New."), *upserts("d"), COMPLETE))
    assert (second.added, second.changed, second.unchanged, second.deleted) == (1, 1, 1, 1)
    assert await desk.stored() == {"a": "Some text.", "b": "New.", "d": "Some text."}


async def test_touched_but_same_document_is_unchanged_and_dated_anew(desk: Desk) -> None:
    first, second = (
        document("a").model_copy(update={"updated_at": datetime(2026, 3, day, tzinfo=UTC)}) for day in (1, 2)
    )
    await desk.sync(scripted(Upsert(first, "f1"), COMPLETE))
    summary = await desk.sync(scripted(Upsert(second, "f2"), COMPLETE))
    assert (summary.changed, summary.unchanged) == (0, 1)
    answer = await desk.answer("a")
    assert answer.updated_at == datetime(2026, 3, 2, tzinfo=UTC)


async def test_unchanged_documents_stay_and_keep_their_fingerprints(desk: Desk) -> None:
    await desk.sync(scripted(Upsert(document("a"), "f1"), COMPLETE))

    class Asking(Scripted):
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:  # noqa: ARG002 - starts anew
            assert self.context.fingerprint("a") == "f1"
            assert self.context.fingerprint("z") is None
            yield Unchanged("a")
            yield COMPLETE

    summary = await desk.sync(Asking)
    assert summary.error is None
    assert (summary.unchanged, summary.deleted) == (1, 0)
    assert set(await desk.stored()) == {"a"}


async def test_failed_document_keeps_its_old_version_and_is_listed(desk: Desk) -> None:
    await desk.sync(scripted(*upserts("a", "b"), COMPLETE))
    summary = await desk.sync(
        scripted(Failure("a", "It is locked."), *upserts("b"), Failure("x", "New."), COMPLETE)
    )
    assert [(item.external_id, item.reason) for item in summary.failed] == [
        ("a", "It is locked."),
        ("x", "New."),
    ]
    assert set(await desk.stored()) == {"a", "b"}
    assert await desk.failing() == {"a": "It is locked.", "x": "New."}
    repaired = await desk.sync(scripted(*upserts("a", "b"), COMPLETE))
    assert repaired.failed == ()
    assert await desk.failing() == {}


async def test_explicit_deletion_applies_at_once_however_many(desk: Desk) -> None:
    await desk.sync(scripted(*upserts(*many(40)), COMPLETE))
    summary = await desk.sync(scripted(*[Delete(name) for name in many(30)], Checkpoint()))
    assert (summary.deleted, summary.held) == (30, 0)
    assert len(await desk.stored()) == 10


async def test_nothing_is_swept_after_an_incomplete_pass(desk: Desk) -> None:
    await desk.sync(scripted(*upserts("a", "b"), COMPLETE))
    for script in (
        [*upserts("a"), Checkpoint()],
        [*upserts("a")],
        [*upserts("a"), SourceUnavailable("Gone.")],
    ):
        assert (await desk.sync(scripted(*script))).deleted == 0
    assert set(await desk.stored()) == {"a", "b"}


async def test_suspicious_sweep_is_held_until_the_admin_approves(desk: Desk) -> None:
    await desk.sync(scripted(*upserts(*many(60)), COMPLETE))
    held = await desk.sync(scripted(*upserts(*many(30)), COMPLETE))
    assert (held.deleted, held.held) == (0, 30)
    assert await desk.not_seen() == set(many(60)) - set(many(30))
    back = await desk.sync(scripted(*upserts(*many(50)), COMPLETE))
    assert (back.deleted, back.held) == (10, 0), "ten of sixty are believed"
    assert await desk.not_seen() == set()


async def test_approved_sweep_is_applied(desk: Desk) -> None:
    await desk.sync(scripted(*upserts(*many(60)), COMPLETE))
    await desk.sync(scripted(COMPLETE))
    assert len(await desk.stored()) == 60
    summary = await desk.sync(scripted(COMPLETE), approve_deletions=True)
    assert (summary.deleted, summary.held) == (60, 0)
    assert await desk.stored() == {}


async def test_new_documents_do_not_hide_a_large_loss(desk: Desk) -> None:
    await desk.sync(scripted(*upserts(*many(40)), COMPLETE))
    summary = await desk.sync(scripted(*upserts(*many(200, "new")), COMPLETE))
    assert (summary.added, summary.held) == (200, 40)


async def test_failures_that_went_away_do_not_hold_a_sweep(desk: Desk) -> None:
    broken = [Failure(name, "Broken.") for name in many(50, "x")]
    await desk.sync(scripted(*upserts("a"), *broken, COMPLETE))
    summary = await desk.sync(scripted(*upserts("a"), COMPLETE))
    assert (summary.deleted, summary.held) == (0, 0)
    assert await desk.failing() == {}


async def test_document_that_comes_back_is_the_same_answer(desk: Desk) -> None:
    await desk.sync(scripted(*upserts("a", "b"), COMPLETE))
    await desk.sync(scripted(*upserts("a"), COMPLETE))
    summary = await desk.sync(scripted(*upserts("a", "b"), COMPLETE))
    assert summary.added == 1
    assert set(await desk.stored()) == {"a", "b"}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SourceUnavailable("Connect the share."), "Connect the share."),
        (ValueError("token s3cr3t-token is wrong"), "ValueError: token [secret] is wrong"),
        (SystemExit(1), "SystemExit"),
        (asyncio.CancelledError(), "CancelledError"),
        (RecursionError(), "RecursionError"),
    ],
)
async def test_whatever_a_connector_raises_keeps_what_is_stored(
    desk: Desk, error: BaseException, told: str
) -> None:
    await desk.sync(scripted(*upserts("old"), COMPLETE))
    summary = await desk.sync(scripted(*upserts("new"), error))
    assert told in str(summary.error)
    assert not summary.complete
    assert set(await desk.stored()) == {"old", "new"}
    logged = await desk.database.read(runs.last, desk.source.id)
    assert logged is not None
    assert logged.error == summary.error
    assert logged.finished_at is not None


ODD: Any = object()


@pytest.mark.parametrize(
    "junk",
    [
        "text",
        None,
        5,
        Failure("", "No id."),
        Failure("a", ODD),
        Unchanged(ODD),
        Upsert(ODD),
        Upsert(document("a"), ODD),
    ],
)
async def test_connector_that_yields_junk_is_told_on(desk: Desk, junk: object) -> None:
    summary = await desk.sync(scripted(*upserts("a"), junk, COMPLETE))
    assert "update the connector" in str(summary.error)
    assert set(await desk.stored()) == {"a"}


async def test_pull_that_is_no_generator_is_told_on(desk: Desk) -> None:
    class Awaitable(Scripted):
        async def pull(self, cursor: Cursor) -> list[Event]:  # type: ignore[override]  # noqa: ARG002 - that is the fault
            return []

    assert "no asynchronous generator" in str((await desk.sync(Awaitable)).error)


async def test_wrong_configuration_is_told_without_its_values(desk: Desk) -> None:
    class Numbered(BaseModel):
        port: int

    class Strict(Scripted):
        manifest = Scripted.manifest.__class__(id="strict", title="", summary="", config_model=Numbered)

    await desk.add("strict", {"port": "s3cr3t"})
    error = str((await desk.sync(Strict)).error)
    assert "port" in error
    assert "s3cr3t" not in error


async def test_document_named_twice_counts_once_and_the_last_word_stands(desk: Desk) -> None:
    twice = [*upserts("a", body="First."), *upserts("a", body="Second.")]
    summary = await desk.sync(scripted(*twice, COMPLETE))
    assert (summary.added, summary.changed) == (1, 0)
    apart = await desk.sync(
        scripted(twice[0], Checkpoint(), *upserts(*many(250)), Checkpoint(), twice[1], COMPLETE)
    )
    assert (apart.added, apart.changed) == (250, 1)
    assert (await desk.stored())["a"] == "Second."


async def test_first_state_is_restored_when_named_after_a_second_one(desk: Desk) -> None:
    await desk.sync(scripted(*upserts("a", body="One."), COMPLETE))
    there_and_back = [
        *upserts("a", body="Two."),
        *upserts(*many(250)),
        Checkpoint(),
        *upserts("a", body="One."),
    ]
    await desk.sync(scripted(*there_and_back, COMPLETE))
    assert (await desk.stored())["a"] == "One."


async def test_failure_beside_an_upsert_of_the_same_document_loses_nothing(desk: Desk) -> None:
    summary = await desk.sync(scripted(*upserts("a"), Failure("a", "Twice."), COMPLETE))
    assert set(await desk.stored()) == {"a"}
    assert summary.failed_count == 1


async def test_deleted_then_added_is_there_and_added_then_deleted_is_gone(desk: Desk) -> None:
    await desk.sync(scripted(*upserts("a"), COMPLETE))
    await desk.sync(scripted(Delete("a"), *upserts("a"), *upserts("b"), Delete("b"), COMPLETE))
    assert set(await desk.stored()) == {"a"}


async def test_unchanged_of_an_unknown_document_is_a_failure(desk: Desk) -> None:
    summary = await desk.sync(scripted(Unchanged("ghost"), COMPLETE))
    assert [item.external_id for item in summary.failed] == ["ghost"]


async def test_characters_no_database_takes_lose_no_document(desk: Desk) -> None:
    odd = document("a", "NUL \0 and half \ud800 a pair", tags=("\0",), extra={"k\0": ["\udfff"]})
    summary = await desk.sync(scripted(Upsert(odd), *upserts("b"), Failure("\ud800", "Odd id."), COMPLETE))
    assert (summary.added, summary.error) == (2, None)
    assert set(await desk.stored()) == {"a", "b"}


async def test_document_that_cannot_be_prepared_loses_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = preparation.prepare

    def picky(item: Document, **options: Any) -> Any:
        if item.external_id == "bad":
            raise RuntimeError("panic")
        return prepare(item, **options)

    monkeypatch.setattr("sidecar.knowledge.preparation.prepare", picky)
    summary = await desk.sync(scripted(*upserts("a", "bad", "b"), COMPLETE))
    assert set(await desk.stored()) == {"a", "b"}
    assert [item.external_id for item in summary.failed] == ["bad"]


async def test_document_the_database_refuses_loses_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ingest.store_batch

    def picky(conn: Any, source_id: str, prepared: Any, *rest: Any) -> Any:
        if any(item.document.external_id == "bad" for item, _ in prepared):
            raise OverflowError("too large an integer")
        return store(conn, source_id, prepared, *rest)

    monkeypatch.setattr("sidecar.sync.writing.store_batch", picky)
    summary = await desk.sync(scripted(*upserts("a", "bad", "b"), COMPLETE))
    assert (summary.added, summary.complete) == (2, True)
    assert [item.external_id for item in summary.failed] == ["bad"]
    assert set(await desk.stored()) == {"a", "b"}


async def test_interrupted_pass_goes_on_and_its_first_half_is_not_swept(desk: Desk) -> None:
    content = [(name, "Text.") for name in many(12)]
    await desk.sync(pages(content))
    shorter = [item for item in content if item[0] != "d007"]

    class Dying(pages(shorter)):  # type: ignore[misc] # a class made by a function
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
            async for event in super().pull(cursor):
                if isinstance(event, Upsert) and event.document.external_id == "d006":
                    raise OSError("cut off")
                yield event

    assert (await desk.sync(Dying)).error
    resumed: list[Cursor] = []

    class Watching(pages(shorter)):  # type: ignore[misc] # a class made by a function
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
            resumed.append(cursor)
            async for event in super().pull(cursor):
                yield event

    summary = await desk.sync(Watching)
    assert resumed == [6]
    assert (summary.deleted, summary.complete) == (1, True)
    assert set(await desk.stored()) == {name for name, _ in shorter}


async def test_run_can_be_stopped_in_order(desk: Desk) -> None:
    stop = Stop()

    class Slow(Scripted):
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:  # noqa: ARG002 - starts anew
            for event in upserts("a", "b"):
                yield event
            stop.now()
            await asyncio.sleep(60)
            yield COMPLETE

    summary = await desk.sync(Slow, stop=stop)
    assert "cancelled" in str(summary.error)
    assert summary.ending is Ending.CANCELLED
    assert set(await desk.stored()) == {"a", "b"}
    await asyncio.sleep(0)
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr] # a test runs in a task


async def test_cancelled_task_stores_what_it_has_and_closes_the_log(desk: Desk) -> None:
    reached = asyncio.Event()

    class Slow(Scripted):
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:  # noqa: ARG002 - starts anew
            for event in upserts("a"):
                yield event
            reached.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(desk.sync(Slow))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    logged = await desk.database.read(runs.last, desk.source.id)
    assert logged is not None
    assert "stopped" in str(logged.error)
    assert set(await desk.stored()) == {"a"}


async def test_one_run_per_source_at_a_time(desk: Desk) -> None:
    entered, leave = asyncio.Event(), asyncio.Event()

    class Waiting(Scripted):
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:  # noqa: ARG002 - starts anew
            entered.set()
            await leave.wait()
            yield COMPLETE

    task = asyncio.create_task(desk.sync(Waiting))
    await entered.wait()
    with pytest.raises(AlreadyRunning, match="wait for that run"):
        await desk.sync(Waiting)
    leave.set()
    assert (await task).complete
    assert (await desk.sync(scripted(COMPLETE))).complete


async def test_removed_source_cannot_be_synced(desk: Desk) -> None:
    await desk.database.write(sources.remove, desk.source.id)
    with pytest.raises(NotFound):
        await desk.sync(scripted(COMPLETE))


async def test_watchers_see_where_the_run_is(desk: Desk) -> None:
    seen: list[RunProgress] = []
    await desk.sync(
        scripted(Progress(0, 2), *upserts("a"), Progress(1, 2, "a"), *upserts("b"), COMPLETE),
        on_progress=seen.append,
    )
    assert seen[0].total == 2
    assert (seen[-1].done, seen[-1].added) == (1, 2)


async def test_indexer_is_told_after_each_commit(desk: Desk) -> None:
    told: list[int] = []
    host = Host(desk.database, on_batch=lambda: told.append(1))
    await host.run(desk.source, scripted(*upserts(*many(450)), COMPLETE))
    assert told
    await host.close()


async def test_the_first_checkpoint_is_stored_at_once_and_the_end_of_a_run_is_told(desk: Desk) -> None:
    told: list[str] = []
    host = Host(desk.database, on_batch=lambda: told.append("batch"), on_end=lambda: told.append("end"))
    more = [event for key in many(3) for event in (*upserts(key), Checkpoint({"at": key}))]
    await host.run(desk.source, scripted(*upserts("a"), Checkpoint({"at": 0}), *more, COMPLETE))
    assert told == ["batch", "batch", "end"]
    await host.close()


async def test_run_log_gives_the_summary_back(desk: Desk) -> None:
    summary = await desk.sync(scripted(*upserts("a"), Failure("b", "Broken.", retryable=True), COMPLETE))
    logged = await desk.database.read(runs.last, desk.source.id)
    assert logged is not None
    assert Summary.from_json(logged.summary).to_json() == summary.to_json()
    assert Summary.from_json({}) == Summary()


async def test_secrets_are_taken_out_of_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Talking(Scripted):
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:  # noqa: ARG002 - starts anew
            self.context.log.warning("asking with %s", "s3cr3t-token")
            self.context.log.error("failed", exc_info=ValueError("s3cr3t-token refused"))
            yield COMPLETE

    with caplog.at_level(logging.DEBUG):
        await desk.sync(Talking)
    assert "asking with [secret]" in caplog.text
    assert "[secret] refused" in caplog.text
    assert "s3cr3t" not in caplog.text


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(SourceUnavailable("No."), Outcome.FAILED), (ValueError("Oops"), Outcome.INDETERMINATE)],
)
async def test_check_never_raises(desk: Desk, error: Exception, outcome: Outcome) -> None:
    class Failing(Scripted):
        async def check(self) -> CheckReport:
            raise error

    report = await desk.host.check(Failing, {})
    assert [check.outcome for check in report.checks] == [outcome]


async def test_check_that_hangs_is_not_proof_of_anything(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidecar.sync.host.CHECK_SECONDS", 0.05)

    class Hanging(Scripted):
        async def check(self) -> CheckReport:
            await asyncio.sleep(60)
            raise AssertionError

    report = await desk.host.check(Hanging, {})
    assert report.checks[0].outcome is Outcome.INDETERMINATE
    assert not (await desk.host.check(Hanging, {"token": 5})).ok
