"""`/v1/wanted`: agents ask for an answer that is not there. `/v1/me`: whose token this is."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import usage, wanted
from sidecar.knowledge.model import Role
from sidecar.suggest.scrub import scrub
from sidecar.web.api.suggest import ready_services
from sidecar.web.errors import ApiError, Code
from sidecar.web.routing import Route, answer, read_body, viewer_of
from sidecar.web.wire.base import Done
from sidecar.web.wire.wanted import MeOut, WantedIn, WantedList, WantedOut


async def me(request: web.Request) -> web.Response:
    """Answer whose token this is."""
    viewer = viewer_of(request)
    return answer(MeOut(name=viewer.name, role=viewer.role))


async def ask(request: web.Request) -> web.Response:
    """Note that an answer is wanted."""
    services, viewer = ready_services(request), viewer_of(request)
    told = await read_body(request, WantedIn)
    words = scrub(told.words)
    if not words:
        raise ApiError(Code.INVALID_REQUEST, "Say it without names, numbers and addresses: nothing was left.")
    made = await services.database.write(_ask, words, told.query_id, viewer.name)
    return answer(_out(made), status=201)


async def list_wanted(request: web.Request) -> web.Response:
    """Answer what is wanted."""
    found = await ready_services(request).database.read(wanted.list_open)
    return answer(WantedList(wanted=[_out(each) for each in found]))


async def settle(request: web.Request) -> web.Response:
    """Note that a wish is settled."""
    await ready_services(request).database.write(wanted.settle, request.match_info["id"])
    return answer(Done())


def _ask(conn: Connection, words: str, query_id: str | None, by: str) -> wanted.Wanted:
    recalled = usage.recall_query(conn, query_id, datetime.now(UTC)) if query_id else None
    return wanted.ask(conn, words, " ".join(recalled[0]) if recalled else "", by)


def _out(each: wanted.Wanted) -> WantedOut:
    return WantedOut(id=each.id, words=each.words, question=each.question, by=each.by, at=each.at)


ROUTES = (
    Route("GET", "/v1/me", me, "Whose token this is, and what it may do", answer=MeOut),
    Route("POST", "/v1/wanted", ask, "Ask for an answer", body=WantedIn, answer=WantedOut, status=201),
    Route("GET", "/v1/wanted", list_wanted, "Answers that are wanted", role=Role.EXPERT, answer=WantedList),
    Route("DELETE", "/v1/wanted/{id}", settle, "Settle what was wanted", role=Role.EXPERT, answer=Done),
)
