"""`/v1/learning`: whether use teaches, how much is kept, and forgetting what was learned."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import asked, settings, usage
from sidecar.knowledge.model import Origin, Role
from sidecar.web.api.suggest import ready_services
from sidecar.web.routing import Route, answer, read_body, read_query
from sidecar.web.wire.learning import ErasedOut, EraseQuery, LearningIn, LearningOut


async def show(request: web.Request) -> web.Response:
    """Tell how learning stands."""
    return answer(await ready_services(request).database.read(_state))


async def change(request: web.Request) -> web.Response:
    """Turn learning on or off, or limit it; counts for the very next request."""
    services = ready_services(request)
    wanted = await read_body(request, LearningIn)
    state = await services.database.write(_change, wanted)
    services.engine.switch_learning(learns=state.learning)
    return answer(state)


async def erase(request: web.Request) -> web.Response:
    """Forget what was learned; the texts are gone when this answers."""
    services = ready_services(request)
    wanted = read_query(request, EraseQuery)
    return answer(ErasedOut(erased=await services.engine.erase_learned(wanted.answer_id, wanted.before)))


def _state(conn: Connection) -> LearningOut:
    return LearningOut(
        learning=bool(settings.read(conn, settings.LEARNING)),
        most_per_answer=settings.read(conn, settings.LEARNED_MOST),
        learned=asked.count(conn, Origin.LEARNED),
    )


def _change(conn: Connection, wanted: LearningIn) -> LearningOut:
    if wanted.learning is not None:
        settings.write(conn, settings.LEARNING, wanted.learning)
        if not wanted.learning:
            usage.forget_queries(conn)
    if wanted.most_per_answer is not None:
        settings.write(conn, settings.LEARNED_MOST, wanted.most_per_answer)
    return _state(conn)


ROUTES = (
    Route("GET", "/v1/learning", show, "How learning stands", role=Role.ADMIN, answer=LearningOut),
    Route(
        "PATCH",
        "/v1/learning",
        change,
        "Turn learning on or off, or limit it",
        role=Role.ADMIN,
        body=LearningIn,
        answer=LearningOut,
    ),
    Route(
        "DELETE",
        "/v1/learning",
        erase,
        "Forget what was learned",
        role=Role.ADMIN,
        query=EraseQuery,
        answer=ErasedOut,
    ),
)
