"""`/v1/answers`: one answer whole, rendered, verified, flagged; and the answers a team writes itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy import Connection

from connectors.model import Document
from sidecar.knowledge import answers, history, judging, overrides, personal, settings, team
from sidecar.knowledge.ingest import prepare
from sidecar.knowledge.model import Answer, Role, Version, Viewer
from sidecar.knowledge.overrides import Override
from sidecar.suggest.fill import context_of, fill
from sidecar.suggest.model import Ticket
from sidecar.web.api.suggest import person
from sidecar.web.errors import ApiError, Code, not_found
from sidecar.web.keys import SERVICES, Services
from sidecar.web.present import answer_out, placeholders_out
from sidecar.web.routing import Route, answer, read_body, read_optional_body, viewer_of
from sidecar.web.wire.answers import (
    AnswerIn,
    AnswerOut,
    CompanyIn,
    FlagRequest,
    RenderRequest,
    RenderResponse,
    TicketIn,
    flatten,
)
from sidecar.web.wire.base import Done


async def get_answer(request: web.Request) -> web.Response:
    """Answer one answer whole."""
    return answer(await whole_answer(request.app[SERVICES], request.match_info["id"], viewer_of(request)))


async def render(request: web.Request) -> web.Response:
    """Fill the placeholders of an answer (or of one passage of it) from a context."""
    services = request.app[SERVICES]
    wanted = await read_optional_body(request, RenderRequest)
    found = await visible_answer(services, request.match_info["id"], viewer_of(request))
    html, text = found.html, found.text
    if wanted.passage_id is not None:
        html, text = await services.database.read(_passage_body, found, wanted.passage_id)
    filled = fill(html, text, found.placeholders, render_context(wanted))
    return answer(
        RenderResponse(
            answer_id=found.id,
            passage_id=wanted.passage_id,
            html=filled.html,
            text=filled.text,
            placeholders=placeholders_out(filled.placeholders),
            missing=[gap.name for gap in filled.placeholders if gap.missing],
        )
    )


async def write_answer(request: web.Request) -> web.Response:
    """Store an answer that the team wrote."""
    services, viewer = request.app[SERVICES], viewer_of(request)
    wanted = await read_body(request, AnswerIn)
    return answer(await written(services, wanted, viewer), status=201)


async def change_answer(request: web.Request) -> web.Response:
    """Change an answer that the team wrote; what it said before stays in its history."""
    services, viewer = request.app[SERVICES], viewer_of(request)
    wanted = await read_body(request, AnswerIn)
    found = await visible_answer(services, request.match_info["id"], viewer)
    return answer(await rewritten(services, found, wanted, viewer))


async def delete_answer(request: web.Request) -> web.Response:
    """Delete an answer that the team wrote."""
    services = request.app[SERVICES]
    found = await visible_answer(services, request.match_info["id"], viewer_of(request))
    await services.database.write(team.delete, found.number)
    await services.caught_up()
    return answer(Done())


async def verify(request: web.Request) -> web.Response:
    """Note that the viewer has found an answer right as it stands."""
    services, viewer = request.app[SERVICES], viewer_of(request)
    found = await visible_answer(services, request.match_info["id"], viewer)
    await services.database.write(judging.verify, found.number, viewer.name, datetime.now(UTC))
    return answer(await whole_answer(services, found.id, viewer))


async def flag(request: web.Request) -> web.Response:
    """Note that an answer is not to be relied on, and why."""
    services, viewer = request.app[SERVICES], viewer_of(request)
    wanted = await read_optional_body(request, FlagRequest)
    found = await visible_answer(services, request.match_info["id"], viewer)
    await services.database.write(judging.flag, found.number, viewer.name, wanted.reason, datetime.now(UTC))
    return answer(await whole_answer(services, found.id, viewer))


def document_of(wanted: AnswerIn, external_id: str, viewer: Viewer) -> Document:
    """Return the document that an answer written here is stored as."""
    now = datetime.now(UTC)
    return Document(
        external_id=external_id,
        kind=wanted.kind,
        title=wanted.title,
        body=wanted.body,
        body_format=wanted.body_format,
        questions=tuple(wanted.questions),
        url=wanted.url,
        audience=wanted.audience,
        groups=tuple(wanted.groups),
        language=wanted.language,
        tags=tuple(wanted.tags),
        folder=wanted.folder,
        shortcut=wanted.shortcut,
        updated_at=now,
        owner=viewer.name,
        extra=team.written_as(wanted.body, wanted.body_format),
    )


def may_see(viewer: Viewer, found: Answer) -> bool:
    """Return whether an answer exists for a viewer: it has no groups, or they share one."""
    return viewer.groups is None or not found.groups or bool(viewer.groups & found.groups)


async def written(services: Services, wanted: AnswerIn, viewer: Viewer) -> AnswerOut:
    """Store an answer that the team wrote; it is found when this returns."""
    return await _store(services, document_of(wanted, team.new_external_id(), viewer), viewer)


async def rewritten(services: Services, found: Answer, wanted: AnswerIn, viewer: Viewer) -> AnswerOut:
    """Store what an answer of the team says now; it is found so when this returns.

    Raises:
        KnowledgeError: it is not the team's, or not there any more.
    """
    document = document_of(wanted, found.external_id, viewer)
    document = await services.database.read(team.document_for_update, found.number, document)
    return await _store(services, document, viewer)


async def _store(services: Services, document: Document, viewer: Viewer) -> AnswerOut:
    language = await services.database.read(settings.read, settings.DEFAULT_LANGUAGE)
    prepared = await asyncio.to_thread(prepare, document, default_language=language)
    stored = await services.database.write(team.write, prepared)
    await services.caught_up()
    return await whole_answer(services, stored.id, viewer)


async def visible_answer(services: Services, answer_id: str, viewer: Viewer) -> Answer:
    """Return an answer if it exists for this viewer.

    Raises:
        ApiError: there is none.
    """
    found = await services.database.read(_get, answer_id, viewer)
    if found is None or not may_see(viewer, found):
        raise not_found("answer")
    return found


async def whole_answer(services: Services, answer_id: str, viewer: Viewer) -> AnswerOut:
    """Return an answer with all around it if it exists for this viewer.

    Raises:
        ApiError: there is none.
    """
    found = await services.database.read(_with_surroundings, answer_id, viewer)
    if found is None or not may_see(viewer, found[0]):
        raise not_found("answer")
    whole, versions, translations, pinned, said = found
    seen = [
        item.id
        for item in translations
        if viewer.groups is None or not item.groups or viewer.groups & item.groups
    ]
    return answer_out(whole, versions, seen, pinned=pinned, said=said)


def _get(conn: Connection, answer_id: str, viewer: Viewer) -> Answer | None:
    found = answers.get(conn, answer_id)
    if found is None and viewer.role is not Role.AGENT:
        found = answers.get_archived(conn, answer_id)
    return found


def _with_surroundings(
    conn: Connection, answer_id: str, viewer: Viewer
) -> tuple[Answer, list[Version], tuple[answers.Translation, ...], bool, Override | None] | None:
    found = _get(conn, answer_id, viewer)
    if found is None:
        return None
    others = answers.translations(conn, [found.number]).get(found.number, ())
    own = personal.of_viewer(conn, viewer.name, [found.number]).get(found.number)
    pinned = own is not None and own.pinned
    said = overrides.of_answer(conn, found.number)
    return found, history.versions(conn, found.number), others, pinned, said


def render_context(wanted: RenderRequest) -> dict[str, str]:
    """Return the values for placeholders by name; what the agent typed wins over what the page said."""
    ticket, company = wanted.ticket or TicketIn(), wanted.company or CompanyIn()
    told = Ticket(
        subject=ticket.subject,
        url=ticket.url,
        ticket_id=ticket.id,
        customer=person(wanted.customer),
        agent=person(wanted.agent),
        company=company.name,
    )
    return context_of(told) | flatten(wanted.context) | flatten(wanted.values)


def _passage_body(conn: Connection, found: Answer, passage_id: str) -> tuple[str, str]:
    """Return the body of one passage; its id is the answer's, a dot, and its place in the text."""
    owner, _, ordinal = passage_id.rpartition(".")
    passages = {str(item.ordinal): item for item in answers.passages_of(conn, found.number)}
    if owner != found.id or ordinal not in passages:
        raise ApiError(Code.NOT_FOUND, "This answer has no such passage any more. Search again.")
    return passages[ordinal].html, passages[ordinal].text


ROUTES = (
    Route(
        "GET",
        "/v1/answers/{id}",
        get_answer,
        "One answer whole, with history and conflicts",
        answer=AnswerOut,
    ),
    Route(
        "POST",
        "/v1/answers/{id}/render",
        render,
        "An answer with its placeholders filled",
        body=RenderRequest,
        body_optional=True,
        answer=RenderResponse,
    ),
    Route(
        "POST",
        "/v1/answers",
        write_answer,
        "Write an answer",
        role=Role.EXPERT,
        body=AnswerIn,
        answer=AnswerOut,
        status=201,
    ),
    Route(
        "PUT",
        "/v1/answers/{id}",
        change_answer,
        "Change an answer that the team wrote",
        role=Role.EXPERT,
        body=AnswerIn,
        answer=AnswerOut,
    ),
    Route(
        "DELETE",
        "/v1/answers/{id}",
        delete_answer,
        "Delete an answer that the team wrote",
        role=Role.EXPERT,
        answer=Done,
    ),
    Route(
        "POST",
        "/v1/answers/{id}/verify",
        verify,
        "Note that an answer is right",
        role=Role.EXPERT,
        answer=AnswerOut,
    ),
    Route(
        "POST",
        "/v1/answers/{id}/flag",
        flag,
        "Note that an answer is wrong",
        body=FlagRequest,
        body_optional=True,
        answer=AnswerOut,
    ),
)
