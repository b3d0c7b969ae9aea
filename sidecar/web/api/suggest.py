"""`/v1/suggest` and `/v1/search`: what the extension asks all day."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from sidecar.suggest.model import Message, Person, Ticket
from sidecar.suggest.operators import SearchFilters
from sidecar.suggest.reasons import readers_language
from sidecar.web.errors import ApiError, Code
from sidecar.web.keys import SERVICES, Services
from sidecar.web.present import search_response, suggest_response
from sidecar.web.routing import Route, answer, read_body, read_query, viewer_of
from sidecar.web.wire.explaining import ExplainQuery
from sidecar.web.wire.suggest import (
    USUAL_SUGGESTIONS,
    MessageIn,
    PageIn,
    PersonIn,
    SearchQuery,
    SearchResponse,
    SuggestRequest,
    SuggestResponse,
)


async def suggest(request: web.Request) -> web.Response:
    """Answer suggestions for a conversation."""
    services = ready_services(request)
    wanted = await read_body(request, SuggestRequest)
    asked = read_query(request, ExplainQuery)
    services.viewers.last_asked[viewer_of(request).name] = datetime.now(UTC)
    result = await services.engine.suggest(
        ticket_of(wanted),
        viewer_of(request),
        limit=wanted.limit or USUAL_SUGGESTIONS,
        explain=bool(wanted.explain or asked.explain),
        reader=reader_of(request),
    )
    return answer(suggest_response(result))


async def search(request: web.Request) -> web.Response:
    """Answer one page of search results."""
    services = ready_services(request)
    wanted = read_query(request, SearchQuery)
    result = await services.engine.search(
        wanted.q,
        filters_of(wanted),
        viewer_of(request),
        wanted.limit,
        wanted.offset,
        explain=wanted.explain,
        reader=reader_of(request),
    )
    return answer(search_response(result, wanted.offset))


def ready_services(request: web.Request) -> Services:
    """Return the services once the index is up to date.

    Raises:
        ApiError: it is still being built (`unavailable`).
    """
    services = request.app[SERVICES]
    if not services.readiness.ready.is_set():
        raise ApiError(
            Code.UNAVAILABLE,
            "The index is being built. Try again in a few seconds.",
            headers={"Retry-After": "2"},
        )
    return services


def reader_of(request: web.Request) -> str:
    """Return the language that whoever asks reads, of those that reasons are given in."""
    return readers_language(request.headers.get("Accept-Language", ""))


def ticket_of(wanted: SuggestRequest) -> Ticket:
    """Return the ticket that a request describes."""
    page = wanted.page or PageIn()
    company = wanted.company.name if isinstance(wanted.company, PersonIn) else wanted.company
    return Ticket(
        messages=tuple(_message(message) for message in wanted.messages),
        subject=wanted.subject,
        url=page.url,
        helpdesk=page.helpdesk,
        ticket_id=page.ticket_id,
        reply_public=wanted.reply_public,
        draft=wanted.draft,
        customer=person(wanted.customer),
        agent=person(wanted.agent),
        company=company,
        language=wanted.language,
        tags=tuple(wanted.tags or ()),
    )


def filters_of(wanted: SearchQuery) -> SearchFilters:
    """Return the filters of a search."""
    return SearchFilters(
        kind=wanted.kind,
        source=wanted.source,
        tag=wanted.tag,
        language=wanted.language,
        audience=wanted.audience,
        trust=wanted.trust,
    )


def person(told: PersonIn | None) -> Person:
    """Return a customer or agent as far as the page named them."""
    if told is None:
        return Person()
    return Person(name=told.name, first_name=told.first_name, last_name=told.last_name, email=told.email)


def _message(told: MessageIn) -> Message:
    at = told.at if isinstance(told.at, datetime) else None
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Message(sender=told.sender, text=told.text, at=at)


ROUTES = (
    Route(
        "POST",
        "/v1/suggest",
        suggest,
        "Suggestions for a conversation",
        query=ExplainQuery,
        body=SuggestRequest,
        answer=SuggestResponse,
    ),
    Route("GET", "/v1/search", search, "Search the knowledge", query=SearchQuery, answer=SearchResponse),
)
