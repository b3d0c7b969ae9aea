"""The overview: the first steps, each with what shows that it worked; what is indexed; what is to be done."""

from __future__ import annotations

from aiohttp import web

from sidecar.knowledge import asked, tokens, usage
from sidecar.knowledge.model import Origin
from sidecar.web.admin.gate import Visit, port_of, see_other
from sidecar.web.admin.sources.lines import all_lines
from sidecar.web.api.status import status_of
from sidecar.web.wire.status import StatusOut

#: How many sources stand on the overview: first those that need somebody, then the largest.
FEW = 8


async def overview(visit: Visit) -> web.Response:
    """Show how everything stands."""
    services = visit.services
    lines = await all_lines(visit)
    report = await status_of(services, [line.source for line in lines])
    paired = [browser.name for browser in report.paired]
    asked_at = [at for name in paired if (at := services.viewers.last_asked.get(name)) is not None]
    used_at = await services.database.read(usage.last_used, paired)
    first = max(filter(None, (*asked_at, used_at)), default=None)
    steps = {
        "knowledge": report.answers > 0,
        "extension": bool(report.paired),
        "pairing": any(browser.last_used_at for browser in report.paired) or first is not None,
        "suggestion": first is not None,
    }
    lines.sort(key=lambda line: (not line.needs_somebody, -line.source.counts.answers))
    return visit.show(
        "overview.html",
        report=report,
        checks=_checks(report),
        steps=steps,
        asked_at=first,
        lines=lines[:FEW],
        more=max(0, len(lines) - FEW),
        running=any(line.source.running for line in lines),
        attention=[line for line in lines if line.needs_somebody],
        learned=await services.database.read(asked.count, Origin.LEARNED),
        port=port_of(visit.request),
    )


async def new_code(visit: Visit) -> web.Response:
    """Show a new pairing code."""
    visit.services.pairing.show()
    return see_other("/#step-pairing")


async def unpair(visit: Visit) -> web.Response:
    """Refuse a browser from now on, until it is paired anew."""
    await visit.services.database.write(tokens.revoke, (await visit.form()).get("name", ""))
    return see_other("/#step-pairing")


def _checks(report: StatusOut) -> list[tuple[str, str, str]]:
    """Return what is wrong with the installation itself; sources and browsers have their own places."""
    return [
        (check.outcome.value, check.detail, check.remedy)
        for check in report.checks
        if check.outcome.value != "passed"
        and check.name not in ("sources", "browser", "extension")
        and not check.name.startswith("source ")
    ]
