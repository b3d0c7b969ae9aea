"""What the host makes sure of, whatever the connector: cursors are gone on from, emptied sources are held."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.contract import Connector
from connectors.folder import FolderConnector
from connectors.replies import RepliesConnector
from sidecar.knowledge import answers, sources
from sidecar.knowledge.database import open_database
from sidecar.sync.host import Host
from tests.sync.conftest import Desk
from tests.sync.scripted import interrupted, pages

#: What a document says; `!` cannot be read.
Content = dict[str, str]
CONTENTS = st.dictionaries(
    st.text("abcdeéß退", min_size=1, max_size=3),
    st.sampled_from(["One.", "Two.", "Three.", "!"]),
    max_size=12,
)
Kind = tuple[str, Callable[[Path, Content], dict[str, Any]]]


def in_folder(root: Path, content: Content) -> dict[str, Any]:
    """Lay the content out as files."""
    folder = root / "files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, body in content.items():
        bad = b"\0\1\2" if body == "!" else body.encode()
        (folder / f"{name}.txt").write_bytes(bad)
    return {"path": str(folder)}


def in_table(root: Path, content: Content) -> dict[str, Any]:
    """Write the content as a table; a row that cannot be read names no format there is."""
    rows = [
        {"title": name, "body": body, "body_format": "?" if body == "!" else "text"}
        for name, body in content.items()
    ]
    (root / "replies.json").write_text(json.dumps(rows), encoding="utf-8")
    return {"path": str(root / "replies.json")}


CONNECTORS: dict[str, type[Connector[Any]]] = {"folder": FolderConnector, "replies": RepliesConnector}
KINDS: list[Kind] = [("folder", in_folder), ("replies", in_table)]


async def run_all(
    path: Path, kind: str, config: dict[str, Any], classes: list[type[Connector[Any]]]
) -> Content:
    """Run these connectors one after the other over one source; return the answers there are then."""
    database = await asyncio.to_thread(open_database, path)
    host = Host(database)
    try:
        source = await database.read(sources.get, "it")
        if source is None:
            source = await database.write(sources.add, name="it", type=kind, config=config)
        for connector in classes:
            await host.run(source, connector)
        numbers = await database.read(answers.all_numbers, source.id)
        cards = await database.read(answers.cards, numbers)
        return {card.external_id: card.text for card in cards.values()}
    finally:
        await host.close()
        await asyncio.to_thread(database.close)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=CONTENTS, after=CONTENTS, kills=st.lists(st.integers(0, 20), max_size=4))
def test_connector_with_a_cursor_goes_on_and_ends_the_same(
    before: Content, after: Content, kills: list[int], tmp_path: Path, empty_database: Path
) -> None:
    path = Path(shutil.copyfile(empty_database, tmp_path / "run.sqlite"))
    for leftover in tmp_path.glob("run.sqlite-*"):
        leftover.unlink()
    paged = pages(list(after.items()))
    classes = [pages(list(before.items())), *(interrupted(paged, at) for at in kills), paged]
    stored = asyncio.run(run_all(path, "scripted", {}, classes))
    kept = {name: before[name] for name in after if after[name] == "!" and before.get(name, "!") != "!"}
    assert stored == {name: body for name, body in after.items() if body != "!"} | kept


@pytest.mark.parametrize(("kind", "lay_out"), KINDS, ids=[kind for kind, _ in KINDS])
async def test_emptied_source_goes_through_the_guard(
    desk: Desk, tmp_path: Path, kind: str, lay_out: Callable[[Path, Content], dict[str, Any]]
) -> None:
    content = {f"n{number}": "One." for number in range(30)}
    config = await asyncio.to_thread(lay_out, tmp_path, content)
    await desk.add(kind, config)
    await desk.sync(CONNECTORS[kind])
    await asyncio.to_thread(lay_out, tmp_path, {})
    held = await desk.sync(CONNECTORS[kind])
    assert (held.deleted, held.held) == (0, 30)
    assert (await desk.sync(CONNECTORS[kind], approve_deletions=True)).deleted == 30
