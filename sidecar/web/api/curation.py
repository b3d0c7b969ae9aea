"""What the team says about an answer against its source: audience, tags, archive; and taking a flag back."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import judging, overrides
from sidecar.knowledge.model import Answer, Role, Viewer
from sidecar.web.api.answers import visible_answer, whole_answer
from sidecar.web.errors import ApiError, Code
from sidecar.web.keys import SERVICES, Services
from sidecar.web.routing import Route, answer, read_body, viewer_of
from sidecar.web.wire.answers import AnswerOut, AnswerPatch


async def curate(request: web.Request) -> web.Response:
    """Say something about an answer that later syncs leave alone."""
    services, viewer = request.app[SERVICES], viewer_of(request)
    wanted = await read_body(request, AnswerPatch)
    found = await curated(services, request.match_info["id"], wanted, viewer)
    return answer(found)


async def unflag(request: web.Request) -> web.Response:
    """Take a flag back without vouching for the answer."""
    services, viewer = request.app[SERVICES], viewer_of(request)
    found = await visible_answer(services, request.match_info["id"], viewer)
    _refuse_if_archived(found)
    await services.database.write(judging.unflag, found.number)
    return answer(await whole_answer(services, found.id, viewer))


async def curated(services: Services, answer_id: str, wanted: AnswerPatch, viewer: Viewer) -> AnswerOut:
    """Carry out what a viewer says about an answer; it counts for the next search when this returns.

    Raises:
        ApiError: there is no such answer for this viewer, or it is archived and only to be brought back.
    """
    found = await visible_answer(services, answer_id, viewer)
    if wanted.archived is not False:
        _refuse_if_archived(found)
    await services.database.write(_note, found, wanted, viewer.name, datetime.now(UTC))
    await services.caught_up()
    return await whole_answer(services, answer_id, viewer)


def _note(conn: Connection, found: Answer, wanted: AnswerPatch, by: str, now: datetime) -> None:
    if wanted.archived is False and found.archived_at is not None:
        overrides.bring_back(conn, found.number, by, now)
    if wanted.audience is not None or "audience" in wanted.reset:
        overrides.set_audience(conn, found.number, wanted.audience, by, now)
    if wanted.tags is not None or "tags" in wanted.reset:
        overrides.set_tags(conn, found.number, wanted.tags, by, now)
    if wanted.archived and found.archived_at is None:
        overrides.archive(conn, found.number, by, now)


def _refuse_if_archived(found: Answer) -> None:
    if found.archived_at is not None:
        raise ApiError(Code.CONFLICT, "This answer is in the archive. Bring it back first: archived=false.")


ROUTES = (
    Route(
        "PATCH",
        "/v1/answers/{id}",
        curate,
        "Change an answer's audience or tags, or archive it",
        role=Role.EXPERT,
        body=AnswerPatch,
        answer=AnswerOut,
    ),
    Route(
        "DELETE",
        "/v1/answers/{id}/flag",
        unflag,
        "Take a flag back",
        role=Role.EXPERT,
        answer=AnswerOut,
    ),
)
