"""Searching the answers as agents do, narrowed by filters that stand as chips; and the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from pydantic import ValidationError
from sqlalchemy import Connection

from connectors.model import Audience, Kind
from sidecar.knowledge import answers, overrides, sources
from sidecar.knowledge.model import Answer, TrustState
from sidecar.web.admin.gate import Visit
from sidecar.web.admin.rendering import LANGUAGES
from sidecar.web.api.suggest import filters_of
from sidecar.web.errors import ApiError, Code
from sidecar.web.present import suggestion_out
from sidecar.web.wire.suggest import DEEPEST_OFFSET, SearchQuery

#: Rows of a page.
PAGE = 50
FILTERS = ("source", "kind", "trust", "audience", "language", "tag")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it is, and the address without it."""

    name: str
    value: str
    without: str


async def search(visit: Visit) -> web.Response:
    """Show what a search finds, best first, or everything, most used first."""
    given = {name: value for name, value in visit.request.query.items() if value.strip()}
    wanted = _wanted(given)
    if not visit.services.readiness.ready.is_set():
        raise ApiError(
            Code.UNAVAILABLE, visit.told.gettext("The index is being built. Try again in a few seconds.")
        )
    result = await visit.services.engine.search(
        wanted.q, filters_of(wanted), visit.viewer, PAGE, wanted.offset, reader=visit.language
    )
    on = {name: given[name] for name in ("q", *FILTERS) if name in given}
    after = wanted.offset + PAGE
    shown: dict[str, Any] = {
        "wanted": wanted,
        "results": [suggestion_out(each, wanted.offset + at) for at, each in enumerate(result.results, 1)],
        "total": result.total,
        "corrected": result.corrected,
        "chips": _chips(on),
        "offset": wanted.offset,
        "next": _address(on | {"offset": str(after)}) if after < min(result.total, DEEPEST_OFFSET) else None,
        "deeper": result.total > DEEPEST_OFFSET,
        "done": given.get("done"),
        "back": _address(on | ({"offset": str(wanted.offset)} if wanted.offset else {})),
    }
    if visit.in_place:
        return visit.show("answers/results.html", **shown)
    return visit.show(
        "answers/search.html",
        **shown,
        on=on,
        sources=list((await visit.services.database.read(sources.names)).values()),
        kinds=list(Kind),
        audiences=list(Audience),
        trusts=list(TrustState),
        languages_known=sorted(set(LANGUAGES) | {result.answer.language for result in result.results}),
    )


async def archived(visit: Visit) -> web.Response:
    """Show what was taken out of search and suggestions."""
    after = visit.request.query.get("after", "0")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0  # noqa: PLR2004 - what a database's whole number holds
    found = await visit.services.database.read(_archived, start, PAGE + 1)
    more = found[PAGE - 1].number if len(found) > PAGE else None
    return visit.show(
        "answers/archived.html", rows=found[:PAGE], more=more, done=visit.request.query.get("done")
    )


def _wanted(given: dict[str, str]) -> SearchQuery:
    """Return a search without the filters nobody could have chosen from the page."""
    try:
        return SearchQuery.model_validate(given)
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors(include_input=False)}
        return SearchQuery.model_validate(
            {name: value[:2000] for name, value in given.items() if name not in wrong or name == "q"}
        )


def _chips(on: dict[str, str]) -> list[Chip]:
    return [
        Chip(name, value, _address({other: on[other] for other in on if other != name}))
        for name, value in on.items()
        if name != "q"
    ]


def _address(on: dict[str, str]) -> str:
    return "/answers" + (f"?{urlencode(on)}" if on else "")


def _archived(conn: Connection, after: int, limit: int) -> list[Answer]:
    numbers = overrides.archived_after(conn, after, limit)
    cards = answers.archived_cards(conn, numbers)
    return [cards[number] for number in numbers if number in cards]
