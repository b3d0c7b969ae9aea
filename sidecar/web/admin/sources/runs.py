"""The runs of a source: started elsewhere, stopped, paused and planned here; and what each came to."""

from __future__ import annotations

from aiohttp import web
from pydantic import ValidationError

from sidecar.knowledge import runs
from sidecar.knowledge.runs import Ending
from sidecar.knowledge.verdicts import Outcome
from sidecar.sync.schedule import Schedule
from sidecar.web.admin.answers.listed import entries
from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.admin.sources.lines import line_of
from sidecar.web.api.runs import approved, documents_of_run, paused, resumed, scheduled
from sidecar.web.errors import not_found
from sidecar.web.present_sources import logged_run_out
from sidecar.web.wire.runs import RunDocumentsQuery

#: Rows of a page, of runs and of a run's documents.
PAGE = 50
#: How often a source may be read by itself, in minutes; 0 is only when told.
RHYTHMS = (0, 15, 60, 360, 1440, 10_080)


async def all_runs(visit: Visit) -> web.Response:
    """Show the runs of a source, the newest first."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    before = _number(visit.request.query.get("before", ""))
    found = await visit.services.database.read(runs.history, row.id, PAGE + 1, before)
    return visit.show(
        "sources/runs.html",
        line=line,
        source=line.source,
        history=[logged_run_out(row, run) for run in found[:PAGE]],
        next=str(found[PAGE - 1].id) if len(found) > PAGE else None,
        first=before is None,
    )


async def one_run(visit: Visit) -> web.Response:
    """Show what a run came to, document by document, narrowed to one verdict on request."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    number = _number(visit.request.match_info["run"])
    run = None if number is None else await visit.services.database.read(runs.get, row.id, number)
    if run is None:
        raise not_found("run")
    query = visit.request.query
    verdict = Outcome(query["verdict"]) if query.get("verdict") in set(Outcome) else None
    offset = min(_number(query.get("offset", "")) or 0, 10_000_000)
    wanted = RunDocumentsQuery(verdict=verdict, limit=PAGE, offset=offset)
    found = await visit.services.database.read(documents_of_run, row, run.id, wanted)
    return visit.show(
        "sources/run_page.html",
        line=line,
        source=line.source,
        run=logged_run_out(row, run),
        found=found,
        verdict=verdict,
        offset=offset,
        next=offset + PAGE if offset + PAGE < found.total else None,
    )


async def pause(visit: Visit) -> web.Response:
    """Stop the run in progress and let the source rest until it is resumed."""
    row, _ = await line_of(visit, visit.request.match_info["id"])
    await paused(visit.services, row)
    return see_other(f"/sources/{row.id}?done=paused")


async def resume(visit: Visit) -> web.Response:
    """Let a paused source be read again."""
    row, _ = await line_of(visit, visit.request.match_info["id"])
    await resumed(visit.services, row)
    return see_other(f"/sources/{row.id}?done=resumed")


async def cancel(visit: Visit) -> web.Response:
    """End the run in progress; what it has stored stays."""
    row, _ = await line_of(visit, visit.request.match_info["id"])
    await visit.services.syncing.end(row.id, Ending.CANCELLED)
    return see_other(f"/sources/{row.id}?done=stopped")


async def approve(visit: Visit) -> web.Response:
    """Carry out deletions that wait: all, or those that were selected."""
    row, _ = await line_of(visit, visit.request.match_info["id"])
    form = await visit.form()
    chosen = [value for name, value in form.items() if name == "document"]
    some = form.get("which") == "selected"
    if some and not chosen:
        return see_other(f"/sources/{row.id}/held?done=none")
    await approved(visit.services, row, chosen if some else None)
    return see_other(f"/sources/{row.id}?done=approved")


async def schedule(visit: Visit) -> web.Response:
    """Show when a source is read by itself."""
    _, line = await line_of(visit, visit.request.match_info["id"])
    plan = line.source.schedule
    typed = {
        "every": str(plan.every_minutes or 0),
        "times": ", ".join(plan.times),
        "on_change": "yes" if plan.on_change else "",
    }
    return visit.show(
        "sources/schedule.html", line=line, source=line.source, typed=typed, rhythms=RHYTHMS, error=""
    )


async def plan(visit: Visit) -> web.Response:
    """Say when a source is read by itself."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    form = await visit.form()
    typed = {name: form.get(name, "") for name in ("every", "times", "on_change")}
    try:
        wanted = Schedule(
            every_minutes=(_number(typed["every"]) or None),
            times=tuple(moment.zfill(len("00:00")) for moment in entries(typed["times"])),
            on_change=typed["on_change"] == "yes",
        )
    except ValidationError:
        return visit.show(
            "sources/schedule.html",
            status=422,
            line=line,
            source=line.source,
            typed=typed,
            rhythms=RHYTHMS,
            error=visit.told.gettext("Give times of the day such as 06:30, parted by commas."),
        )
    await scheduled(visit.services, row, wanted)
    return see_other(f"/sources/{row.id}?done=planned")


def _number(text: str) -> int | None:
    known = text.isascii() and text.isdigit() and len(text) < 16  # noqa: PLR2004 - what the database can hold
    return int(text) if known else None
