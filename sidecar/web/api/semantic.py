"""`/v1/semantic`: how the word vectors stand, taking over new ones, removing them."""

from __future__ import annotations

import asyncio

from aiohttp import web

from connectors.contract import Outcome
from sidecar.knowledge.model import Role
from sidecar.search.semantic import storage
from sidecar.search.semantic.lock import BuildRunning, building
from sidecar.search.semantic.said import unfinished
from sidecar.search.semantic.storage import SAID
from sidecar.suggest import published
from sidecar.suggest.published import Coverage
from sidecar.web.api.suggest import ready_services
from sidecar.web.errors import ApiError, Code
from sidecar.web.keys import Services
from sidecar.web.routing import Route, answer, read_query
from sidecar.web.wire.semantic import (
    SemanticOut,
    SemanticRemovedOut,
    SentenceOut,
    SentencesOut,
    SentencesQuery,
)
from sidecar.web.wire.sources import CheckOut

#: From this share of unknown words on, building again is worth the time.
_REFIT_FROM = 0.02
_BUILD = "cuecard semantic build --model FOLDER"


async def show(request: web.Request) -> web.Response:
    """Tell how the word vectors stand."""
    return answer(await _state(ready_services(request)))


async def sentences(request: web.Request) -> web.Response:
    """Give out the team's sentences, page by page."""
    wanted = read_query(request, SentencesQuery)
    page = await ready_services(request).database.read(published.page_of, wanted.after, wanted.limit)
    found = [SentenceOut(text=text, language=language) for text, language in page.sentences]
    return answer(SentencesOut(sentences=found, after=page.after))


async def reload(request: web.Request) -> web.Response:
    """Use the vectors that lie in the data folder now."""
    services = ready_services(request)
    await asyncio.to_thread(services.semantic.reload_if_changed)
    services.indexer.poke()
    services.engine.vectors_changed()
    return answer(await _state(services))


async def remove(request: web.Request) -> web.Response:
    """Remove the word vectors and all that building them has kept."""
    services = ready_services(request)
    try:
        freed = await asyncio.to_thread(_remove, services)
    except BuildRunning as error:
        raise ApiError(Code.CONFLICT, str(error)) from None
    services.engine.vectors_changed()
    return answer(SemanticRemovedOut(freed=freed))


def check(services: Services) -> CheckOut:
    """Return the line of `cuecard doctor`. Reads files: not for the loop."""
    found, _, open_end = _look(services)
    if found.fault:
        return _check(Outcome.INDETERMINATE, found.fault, f"Build them again: {_BUILD}")
    if found.manifest is None:
        if open_end:
            return _check(
                Outcome.INDETERMINATE,
                "A build is not done yet.",
                f"If it does not run any more, go on: {_BUILD}",
            )
        return _check(Outcome.PASSED, "No word vectors: suggestions go by words alone.")
    told = found.manifest
    return _check(Outcome.PASSED, f"Word vectors of {told.built_at:%Y-%m-%d}, distilled from {told.model}.")


def _check(outcome: Outcome, detail: str, remedy: str = "") -> CheckOut:
    return CheckOut(name="semantic", outcome=outcome, detail=detail, remedy=remedy)


async def _state(services: Services) -> SemanticOut:
    found, size, open_end = await asyncio.to_thread(_look, services)
    told, vectors = found.manifest, services.semantic.vectors
    if told is None or vectors is None:
        advice = f"Build them: {_BUILD}"
        return SemanticOut(built=False, fault=found.fault, advice=advice, bytes=size, unfinished=open_end)
    covered = await services.database.read(published.coverage, vectors)
    return SemanticOut(
        built=True,
        fault=None,
        advice=_advice(covered, unfinished_build=open_end),
        name=told.name,
        model=told.model,
        built_at=told.built_at,
        published=told.published,
        tickets=told.tickets,
        words=told.words,
        dim=told.dim,
        agreement=told.agreement,
        unknown_share=round(covered.unknown, 4),
        unknown_words=covered.missed,
        bytes=size,
        unfinished=open_end,
    )


def _look(services: Services) -> tuple[storage.Found, int, bool]:
    current = services.semantic
    current.reload_if_changed()
    return current.found, storage.size(current.folder), unfinished(current.folder / SAID)


def _advice(covered: Coverage, *, unfinished_build: bool) -> str:
    if unfinished_build:
        return f"A build is not done yet; if it does not run any more, go on: {_BUILD}"
    if covered.unknown >= _REFIT_FROM:
        return f"Much is said in words that are new; build again: {_BUILD}"
    return ""


def _remove(services: Services) -> int:
    with building(services.data_dir):
        freed = storage.remove(services.semantic.folder)
    services.semantic.reload_if_changed()
    services.indexer.poke()
    return freed


ROUTES = (
    Route("GET", "/v1/semantic", show, "How the word vectors stand", role=Role.ADMIN, answer=SemanticOut),
    Route(
        "GET",
        "/v1/semantic/sentences",
        sentences,
        "The sentences word vectors are fitted to",
        role=Role.ADMIN,
        query=SentencesQuery,
        answer=SentencesOut,
    ),
    Route(
        "POST",
        "/v1/semantic/reload",
        reload,
        "Use the word vectors that were built last",
        role=Role.ADMIN,
        answer=SemanticOut,
    ),
    Route(
        "DELETE",
        "/v1/semantic",
        remove,
        "Remove the word vectors",
        role=Role.ADMIN,
        answer=SemanticRemovedOut,
    ),
)
