"""Fills the demonstration's sidecar: adds the sample sources and runs them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sidecar.commands.connection import Api
from sidecar.commands.state import Failed
from sidecar.demo.sources import SampleSource, sample_sources
from sidecar.knowledge import settings
from sidecar.knowledge.database import Database

#: The day as of which the sample knowledge is dated.
WRITTEN_ON = date(2026, 11, 16)


async def keep_fresh(database: Database) -> None:
    """Let the review interval grow with the age of the samples, so that the same few are due on any day."""
    age = max(0, (datetime.now(UTC).date() - WRITTEN_ON).days)
    days = settings.DEFAULTS[settings.REVIEW_DAYS] + age
    await database.write(settings.write, settings.REVIEW_DAYS, days)


async def fill(api: Api) -> int:
    """Bring the sample knowledge in.

    Returns:
        How many answers there are now.

    Raises:
        Failed: if a source as a whole cannot be read.
    """
    known = {source["name"]: source for source in (await api.get("/v1/sources"))["sources"]}
    for sample in sample_sources():
        source = known.get(sample.name)
        if source is not None and source["config"].get("path") != sample.config["path"]:
            # The package has moved, for instance into another virtual environment.
            await api.delete(f"/v1/sources/{source['id']}")
            source = None
        await _run(api, source or await _add(api, sample))
    sources = (await api.get("/v1/sources"))["sources"]
    return sum(int(source["counts"]["answers"]) for source in sources)


async def _add(api: Api, sample: SampleSource) -> Any:
    body = {"type": sample.type, "name": sample.name, "config": sample.config}
    return await api.post("/v1/sources", body)


async def _run(api: Api, source: dict[str, Any]) -> None:
    state = await api.post(f"/v1/sources/{source['id']}/sync")
    async for _name, state in api.events(f"/v1/sources/{source['id']}/progress"):  # noqa: B007 - the last counts
        pass
    if state["state"] != "done":
        raise Failed(f"The sample knowledge ({source['name']}) could not be read: {state['error']}")
