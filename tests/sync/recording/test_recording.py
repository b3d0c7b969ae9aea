"""A source of every kind is recorded over HTTP, and its connector does the same over the recording."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import ConfigInvalid, Failure, Upsert
from connectors.folder import FolderConnector
from sidecar.conformance.http_world import Asked, HttpWorld, Reply
from sidecar.knowledge import answers, sources
from sidecar.knowledge.database import open_database
from sidecar.suggest.scrub import scrub
from sidecar.sync.host import Host
from sidecar.sync.http.waiting import Patience
from sidecar.sync.recording.model import Recording
from sidecar.sync.recording.running import Replayed, record, replay
from sidecar.sync.recording.scrubbing.scrubber import Cleaner
from sidecar.sync.stopping import Stop
from tests.conformance.server_worlds import BookStackWorld
from tests.conformance.test_built_in import SERVERS

QUICK = Patience(attempts=2, longest=0.05, first=0.01, connect=1.0, read=0.5, total=2.0)
TEXTS = {
    "refund": "Refunds take 14 days.",
    "invoice": "Ask Ada Lovelace (ada@acme.example, +49 30 1234567) for invoices.",
    "shipping": "We ship on Mondays.",
}
PRIVATE = ("Refunds", "Lovelace", "acme.example", "1234567", "Mondays", "127.0.0.1")


@pytest.fixture(params=sorted(SERVERS))
def world(request: pytest.FixtureRequest) -> Iterator[HttpWorld]:
    made = SERVERS[request.param]()
    made.write(TEXTS)
    yield made
    made.close()


@pytest.fixture
def books() -> Iterator[BookStackWorld]:
    made = BookStackWorld()
    made.write(TEXTS)
    yield made
    made.close()


def recorded(
    world: HttpWorld, folder: Path, *, requests: int = 500, clean: Cleaner | None = None
) -> Recording:
    """Record a world through the file that a user would send."""

    async def run() -> Recording:
        database = await asyncio.to_thread(open_database, folder / "x.db")
        host = Host(database, patience=QUICK)
        try:
            return await record(
                host, "x", world.connector, world.config(), requests=requests, clean=clean, stop=Stop()
            )
        finally:
            assert await database.read(sources.list_all) == []
            assert await database.read(answers.all_numbers, None) == []
            await host.close()
            await asyncio.to_thread(database.close)

    return Recording.model_validate_json(asyncio.run(run()).written())


def replayed(recording: Recording, world: HttpWorld) -> Replayed:
    return asyncio.run(replay(recording, world.connector))


def ids_of(done: Replayed) -> set[str]:
    return {event.document.external_id for event in done.events if isinstance(event, Upsert)}


def test_a_connector_does_the_same_over_its_recording(world: HttpWorld, tmp_path: Path) -> None:
    recording = recorded(world, tmp_path)
    world.vanish()
    done = replayed(recording, world)
    assert recording.result.documents == len(TEXTS)
    assert done.result == recording.result
    own = {world.external_id(name) for name in TEXTS}
    assert ids_of(done) == {each.replace("http://127.0.0.1", "http://example.test") for each in own}


def test_nothing_private_is_in_a_recording(world: HttpWorld, tmp_path: Path) -> None:
    written = recorded(world, tmp_path).written()
    for text in [*PRIVATE, *filter(None, [world.secret])]:
        assert text not in written


def test_texts_that_are_kept_name_nobody(world: HttpWorld, tmp_path: Path) -> None:
    recording = recorded(world, tmp_path, clean=scrub)
    written = recording.written()
    assert "Refunds take 14 days" in written
    for text in ("acme.example", "1234567", *filter(None, [world.secret])):
        assert text not in written
    assert replayed(recording, world).result == recording.result


def test_two_recordings_share_no_filler(books: BookStackWorld, tmp_path: Path) -> None:
    one, other = recorded(books, tmp_path), recorded(books, tmp_path)
    assert one.exchanges != other.exchanges


def test_a_source_that_is_off_is_recorded_with_its_error(world: HttpWorld, tmp_path: Path) -> None:
    config = world.config()
    world.vanish()
    recording = recorded(world, tmp_path)
    assert config["private_network"]
    assert recording.result.error
    assert recording.exchanges
    assert replayed(recording, world).result == recording.result


class Expiring(BookStackWorld):
    """Its token is taken for the first page only."""

    def respond(self, asked: Asked) -> Reply:
        parts = asked.path.strip("/").split("/")
        if len(parts) > 2 and sum(len(each.path.strip("/").split("/")) > 2 for each in self.asked) > 1:
            return Reply('{"error": {"message": "The token of Ada Lovelace has expired"}}', 401)
        return super().respond(asked)


def test_what_failed_midway_fails_again_with_the_words_of_the_service(tmp_path: Path) -> None:
    world = Expiring()
    world.write(TEXTS)
    try:
        recording = recorded(world, tmp_path)
    finally:
        world.close()
    assert any(each.answer and each.answer.status == 401 for each in recording.exchanges)
    assert "Lovelace" not in recording.written()
    again = replayed(recording, world)
    assert again.result == recording.result
    assert again.result.error or any(isinstance(event, Failure) for event in again.events)


class Changed(BookStackWorld):
    """Its service has left out a field that the connector reads."""

    def respond(self, asked: Asked) -> Reply:
        reply = super().respond(asked)
        return Reply(str(reply.body).replace('"book_id"', '"shelf_id"'), reply.status, reply.headers)


def test_where_a_connector_broke_down_is_told_without_what_was_there(tmp_path: Path) -> None:
    world = Changed()
    world.write(TEXTS)
    try:
        recording = recorded(world, tmp_path)
    finally:
        world.close()
    assert "KeyError" in str(recording.result.error)
    assert "connectors/bookstack/connector.py" in recording.result.trace[-1]
    assert replayed(recording, world).result == recording.result


def test_it_ends_after_so_many_requests_and_says_so(books: BookStackWorld, tmp_path: Path) -> None:
    recording = recorded(books, tmp_path, requests=4)
    assert len(recording.exchanges) == 4
    assert recording.stopped
    assert not recording.result.complete
    assert "has no answer" in str(replayed(recording, books).result.error)


def test_a_source_of_files_has_nothing_to_record(tmp_path: Path) -> None:
    async def run() -> None:
        database = await asyncio.to_thread(open_database, tmp_path / "x.db")
        host = Host(database)
        try:
            with pytest.raises(ConfigInvalid, match="files of this machine"):
                await record(
                    host, "x", FolderConnector, {"path": str(tmp_path)}, requests=1, clean=None, stop=Stop()
                )
        finally:
            await host.close()
            await asyncio.to_thread(database.close)

    asyncio.run(run())
