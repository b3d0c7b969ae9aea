"""Runs, schedules, held deletions and previews over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import BaseModel, SecretStr

from connectors import registry
from connectors.contract import (
    Check,
    Checkpoint,
    CheckReport,
    Connector,
    Cursor,
    Event,
    Failure,
    Manifest,
    Outcome,
    Progress,
    Skipped,
    Upsert,
)
from connectors.model import BodyFormat, Document, Kind
from sidecar.sync.vault import FILE
from tests.web.harness import Office, opened


class SlowConfig(BaseModel):
    """Settings of a source that waits."""

    token: SecretStr
    start: int = 0


class Slow(Connector[SlowConfig]):
    """Yields ten documents; before the sixth it waits until it is let go on."""

    manifest = Manifest(id="slow", title="Slow", summary="Waits.", config_model=SlowConfig)
    go_on: ClassVar[asyncio.Event]
    reached: ClassVar[asyncio.Event]
    began_at: ClassVar[list[int]]
    tokens: ClassVar[list[str]]

    async def check(self) -> CheckReport:
        self.tokens.append(self.config.token.get_secret_value())
        return CheckReport((Check("source", Outcome.PASSED),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        self.tokens.append(self.config.token.get_secret_value())
        self.began_at.append(cursor or 0)
        yield Skipped("left out", "It is a draft.")
        for number in range(cursor or 0, 10):
            yield Progress(number, 10)
            if number == 5:
                self.reached.set()
                await self.go_on.wait()
            yield Upsert(
                Document(
                    external_id=str(number),
                    kind=Kind.ARTICLE,
                    title=f"Number {number}",
                    body="<p>Some <b>text</b>.</p>",
                    body_format=BodyFormat.HTML,
                )
            )
            yield Checkpoint(number + 1)
        token = self.config.token.get_secret_value()
        yield Failure("bad", f"It cannot be read with {token}: save it anew.")
        yield Checkpoint(complete=True)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> type[Slow]:
    """The connector, registered; it goes on at once unless a test clears `go_on`."""
    Slow.go_on, Slow.reached, Slow.began_at, Slow.tokens = asyncio.Event(), asyncio.Event(), [], []
    Slow.go_on.set()
    entry = registry.Entry("slow", "here:Slow", "tests", Slow.manifest)
    known, load = registry.available, registry.load
    monkeypatch.setattr(registry, "available", lambda: {**known(), "slow": entry})
    monkeypatch.setattr(registry, "load", lambda id_: Slow if id_ == "slow" else load(id_))
    return Slow


ADD = {"type": "slow", "name": "slow one", "config": {"token": "hush-hush"}}
SLOW = "/v1/sources/slow%20one"


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await holds():  # noqa: ASYNC110 - there is nothing to wait for but time
            await asyncio.sleep(0.02)


async def test_runs_are_listed_with_a_verdict_per_document(stocked: Office) -> None:
    docs = stocked.folder / "docs"
    await asyncio.to_thread((docs / "shipping.md").unlink)
    await asyncio.to_thread((docs / "broken.pdf").write_bytes, b"no PDF")
    await asyncio.to_thread(
        (docs / "refunds.md").write_text, "# Refunds\n\nWithin 30 days.", encoding="utf-8"
    )
    await stocked.sync("docs")
    runs = (await stocked.admin.get("/v1/sources/docs/runs")).body["runs"]
    assert [(run["state"], run["added"], run["started_by"]) for run in runs] == [
        ("done", 0, "person"),
        ("done", 3, "person"),
    ]
    one = (await stocked.admin.get(f"/v1/sources/docs/runs/{runs[0]['number']}")).body
    assert one == runs[0]
    path = f"/v1/sources/docs/runs/{runs[0]['number']}/documents"
    said = (await stocked.admin.get(path)).body
    assert {item["external_id"]: item["verdict"] for item in said["documents"]} == {
        "broken.pdf": "failed",
        "refunds.md": "changed",
        "shipping.md": "deleted",
    }
    assert said["counts"] == {"failed": 1, "changed": 1, "deleted": 1}
    changed = (await stocked.admin.get(path, params={"verdict": "changed"})).body
    assert (changed["total"], changed["documents"][0]["title"]) == (1, "Refunds")
    older = (await stocked.admin.get("/v1/sources/docs/runs", params={"before": runs[0]["number"]})).body
    assert older["runs"] == runs[1:]
    assert (await stocked.admin.get("/v1/sources/docs/runs/999")).status == 404
    assert (await stocked.admin.get("/v1/sources/docs/runs/x")).status == 404


async def test_secret_is_used_and_shown_nowhere(
    office: Office, slow: type[Slow], caplog: pytest.LogCaptureFixture
) -> None:
    added = await office.admin.post("/v1/sources", ADD)
    assert added.status == 201, added.body
    assert added.body["config"] == {"token": "********"}
    run = await office.sync("slow%20one")
    assert slow.tokens == ["hush-hush", "hush-hush"]
    log = await office.admin.get(f"{SLOW}/runs")
    documents = await office.admin.get(f"{SLOW}/runs/{log.body['runs'][0]['number']}/documents")
    database = await asyncio.to_thread((office.folder / "data" / "cuecard.sqlite3").read_bytes)
    everything = json.dumps([added.body, run, log.body, documents.body]) + caplog.text + str(database)
    assert "hush-hush" not in everything
    assert "cannot be read with [secret]" in everything
    assert {item["external_id"]: item["verdict"] for item in documents.body["documents"]}[
        "left out"
    ] == "skipped"
    changed = await office.admin.call("PATCH", SLOW, json={"config": {"token": "********", "start": 1}})
    assert changed.status == 200, changed.body
    await office.sync("slow%20one")
    assert set(slow.tokens) == {"hush-hush"}
    await office.admin.call("DELETE", SLOW)
    assert await asyncio.to_thread((office.folder / "data" / FILE).read_text, encoding="utf-8") == "{}"


async def test_paused_run_goes_on_where_it_was(office: Office, slow: type[Slow]) -> None:
    slow.go_on.clear()
    await office.admin.post("/v1/sources", ADD)
    await office.admin.post(f"{SLOW}/sync")
    await asyncio.wait_for(slow.reached.wait(), 10)
    paused = (await office.admin.post(f"{SLOW}/pause")).body
    assert (paused["last_run"]["state"], paused["running"]) == ("paused", False)
    assert paused["paused_at"]
    assert paused["next_run_at"] is None
    slow.go_on.set()
    resumed = (await office.admin.post(f"{SLOW}/resume")).body
    assert resumed["paused_at"] is None
    await office.admin.get(f"{SLOW}/progress")
    assert slow.began_at == [0, 5]
    source = (await office.admin.get(SLOW)).body
    assert (source["counts"]["answers"], source["last_run"]["state"]) == (10, "done")
    assert [run["state"] for run in (await office.admin.get(f"{SLOW}/runs")).body["runs"]] == [
        "done",
        "paused",
    ]


async def test_who_stops_watching_a_run_leaves_no_error(
    office: Office, slow: type[Slow], caplog: pytest.LogCaptureFixture
) -> None:
    slow.go_on.clear()
    await office.admin.post("/v1/sources", ADD)
    await office.admin.post(f"{SLOW}/sync")
    await asyncio.wait_for(slow.reached.wait(), 10)
    headers = {"Authorization": f"Bearer {office.admin.token}"}
    async with office.admin.session.get(f"{office.admin.url}{SLOW}/progress", headers=headers) as stream:
        assert stream.status == 200
        stream.close()
    slow.go_on.set()
    ended = (await office.admin.get(f"{SLOW}/progress")).body
    assert '"done"' in ended
    assert "failed" not in caplog.text


async def test_cancelled_run_keeps_what_it_read(office: Office, slow: type[Slow]) -> None:
    slow.go_on.clear()
    await office.admin.post("/v1/sources", ADD)
    await office.admin.post(f"{SLOW}/sync")
    await asyncio.wait_for(slow.reached.wait(), 10)
    running = (await office.admin.get(f"{SLOW}/runs")).body["runs"][0]
    assert (running["state"], running["total"]) == ("running", 10)
    cancelled = (await office.admin.post(f"{SLOW}/cancel")).body
    assert cancelled["last_run"]["state"] == "cancelled"
    assert 1 <= cancelled["counts"]["answers"] <= 5, "what was read first is stored at once"
    assert (await office.admin.get(SLOW)).body["counts"]["answers"] == 5
    assert (await office.admin.post(f"{SLOW}/cancel")).code == "conflict"


async def test_held_deletions_are_approved_one_by_one_or_all(office: Office) -> None:
    folder = office.folder / "many"
    await asyncio.to_thread(_write_many, folder)
    config = {"path": str(folder)}
    await office.admin.post("/v1/sources", {"type": "folder", "name": "many", "config": config})
    await office.sync("many")
    await asyncio.to_thread(_remove_most, folder)
    assert (await office.sync("many"))["held"] == 25
    held = (await office.admin.get("/v1/sources/many/held", params={"limit": 2})).body
    assert (held["total"], [item["title"] for item in held["held"]]) == (25, ["Page 05", "Page 06"])
    one = {"external_ids": [held["held"][0]["external_id"], "not there"]}
    assert (await office.admin.post("/v1/sources/many/held/approve", one)).body == {"deleted": 1}
    assert (await office.admin.get("/v1/search", params={"q": "Page 05"})).body["total"] != 0
    gone = await office.admin.get(f"/v1/answers/{held['held'][0]['answer_id']}")
    assert gone.status == 404
    assert (await office.admin.post("/v1/sources/many/held/approve")).body == {"deleted": 24}
    source = (await office.admin.get("/v1/sources/many")).body
    assert (source["counts"], source["last_run"]["held"]) == ({"answers": 5, "failed": 0, "not_seen": 0}, 25)
    assert (await office.admin.get("/v1/sources/many/runs")).body["runs"][0]["held"] == 0


def _write_many(folder: Path) -> None:
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.md").write_text(f"# Page {number:02}\n\nText.", encoding="utf-8")


def _remove_most(folder: Path) -> None:
    for path in sorted(folder.iterdir())[5:]:
        path.unlink()


async def test_preview_stores_nothing(office: Office, slow: type[Slow]) -> None:
    shown = (await office.admin.post("/v1/sources/preview", {**ADD, "limit": 3})).body
    assert [item["title"] for item in shown["documents"]] == ["Number 0", "Number 1", "Number 2"]
    assert shown["documents"][0]["text"] == "Some text."
    assert (shown["total"], shown["complete"], shown["error"]) == (10, False, None)
    assert shown["skipped"] == [{"external_id": "left out", "reason": "It is a draft."}]
    assert (await office.admin.get("/v1/sources")).body["sources"] == []
    await office.admin.post("/v1/sources", ADD)
    whole = (await office.admin.post(f"{SLOW}/preview", {"limit": 50})).body
    assert (len(whole["documents"]), whole["complete"]) == (10, True)
    assert "[secret]" in whole["failed"][0]["reason"]
    assert (await office.admin.get(SLOW)).body["counts"]["answers"] == 0


async def test_settings_are_checked_before_they_are_saved(office: Office) -> None:
    body = {"type": "folder", "config": {"path": str(office.folder / "nothing")}}
    checked = (await office.admin.post("/v1/sources/check", body)).body
    assert (checked["ok"], checked["checks"][0]["outcome"]) == (False, "failed")
    shown = (await office.admin.post("/v1/sources/preview", body)).body
    assert "is not there" in shown["error"]


async def test_schedule_is_kept_and_says_when_it_is_next(stocked: Office) -> None:
    source = (await stocked.admin.get("/v1/sources/docs")).body
    assert source["schedule"] == {"every_minutes": 60, "times": [], "on_change": False}
    assert source["next_run_at"] > source["last_run"]["finished_at"]
    never: dict[str, object] = {"every_minutes": None, "times": [], "on_change": False}
    put = await stocked.admin.call("PUT", "/v1/sources/docs/schedule", json=never)
    assert (put.body["schedule"], put.body["next_run_at"]) == (never, None)
    wrong = await stocked.admin.call("PUT", "/v1/sources/docs/schedule", json={"times": ["noon"]})
    assert wrong.status == 400


async def test_restart_goes_on_with_what_it_interrupted(tmp_path: Path, slow: type[Slow]) -> None:
    slow.go_on.clear()
    async with opened(tmp_path) as office:
        await office.admin.post("/v1/sources", ADD)
        await office.admin.post(f"{SLOW}/sync")
        await asyncio.wait_for(slow.reached.wait(), 10)
    slow.go_on.set()
    async with opened(tmp_path, schedule=True) as office:

        async def done() -> bool:
            return bool((await office.admin.get(SLOW)).body["counts"]["answers"] == 10)

        await _until(done)
        runs = (await office.admin.get(f"{SLOW}/runs")).body["runs"]
    assert slow.began_at == [0, 5]
    assert [run["started_by"] for run in runs] == ["restart", "person"]
    assert runs[1]["state"] == "interrupted"


async def test_source_is_read_when_its_files_change(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    await asyncio.to_thread(folder.mkdir)
    async with opened(tmp_path, schedule=True) as office:
        config = {"path": str(folder)}
        await office.admin.post("/v1/sources", {"type": "folder", "name": "files", "config": config})
        wanted = {"every_minutes": None, "on_change": True}
        await office.admin.call("PUT", "/v1/sources/files/schedule", json=wanted)
        await asyncio.sleep(0.5)  # until the folder is watched
        await asyncio.to_thread((folder / "new.md").write_text, "# New\n\nJust written.", encoding="utf-8")

        async def found() -> bool:
            return bool((await office.admin.get("/v1/search", params={"q": "written"})).body["total"])

        await _until(found)
        runs = (await office.admin.get("/v1/sources/files/runs")).body["runs"]
    assert runs[-1]["started_by"] == "change"
