"""One source: how it stands, what it brought, what failed, what waits; and stopping, approving, removing."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import answers, browsing, documents, runs
from sidecar.knowledge.browsing import MissingDocument
from sidecar.knowledge.documents import FailedDocument
from sidecar.knowledge.model import Answer
from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.admin.sources.lines import line_of
from sidecar.web.api.sources import removed
from sidecar.web.present_sources import logged_run_out

#: Rows of a page.
PAGE = 50
#: How many runs are listed, and how many rows of each kind stand on the source's own page.
RUNS = 5
FEW = 5


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of many; `after` is what the next page begins behind, `None` on the last one."""

    rows: list[FailedDocument] | list[MissingDocument] | list[Answer]
    after: str | None


async def overview(visit: Visit) -> web.Response:
    """Show one source."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    read = visit.services.database.read
    history = await read(runs.history, row.id, RUNS)
    return visit.show(
        "sources/one.html",
        line=line,
        source=line.source,
        run=line.source.last_run,
        history=[logged_run_out(row, run) for run in history],
        failures=await read(browsing.failures, row.id, "", FEW),
        missing=await read(browsing.missing, row.id, "", FEW),
        newest=await read(_answers, row.id, None, FEW),
        done=visit.request.query.get("done"),
    )


async def failures(visit: Visit) -> web.Response:
    """Show the documents of a source that cannot be read, with the reason for each."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    after = visit.request.query.get("after", "")
    found = await visit.services.database.read(browsing.failures, row.id, after, PAGE + 1)
    page = Page(found[:PAGE], found[PAGE - 1].external_id if len(found) > PAGE else None)
    return visit.show("sources/failures.html", line=line, source=line.source, page=page, first=after == "")


async def held(visit: Visit) -> web.Response:
    """Show the documents whose deletion waits for somebody to approve it."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    after = visit.request.query.get("after", "")
    found = await visit.services.database.read(browsing.missing, row.id, after, PAGE + 1)
    page = Page(found[:PAGE], found[PAGE - 1].external_id if len(found) > PAGE else None)
    known = await visit.services.database.read(documents.count, row.id)
    return visit.show(
        "sources/held.html", line=line, source=line.source, page=page, first=after == "", known=known
    )


async def its_answers(visit: Visit) -> web.Response:
    """Show the answers of a source, the newest first."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    before = visit.request.query.get("before", "")
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None  # noqa: PLR2004 - what a database's whole number holds
    found = await visit.services.database.read(_answers, row.id, start, PAGE + 1)
    page = Page(found[:PAGE], str(found[PAGE - 1].number) if len(found) > PAGE else None)
    return visit.show("sources/answers.html", line=line, source=line.source, page=page, first=start is None)


async def ask_removal(visit: Visit) -> web.Response:
    """Show what the removal of a source would mean, in numbers."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    weight = await visit.services.database.read(browsing.weigh, row.id)
    return visit.show("sources/remove.html", line=line, source=line.source, weight=weight)


async def remove(visit: Visit) -> web.Response:
    """Remove a source."""
    row, _ = await line_of(visit, visit.request.match_info["id"])
    await removed(visit.services, row)
    return see_other("/sources?done=removed")


def _answers(conn: Connection, source_id: str, before: int | None, limit: int) -> list[Answer]:
    numbers = browsing.numbers_of_source(conn, source_id, before, limit)
    cards = answers.cards(conn, numbers)
    return [cards[number] for number in numbers if number in cards]
