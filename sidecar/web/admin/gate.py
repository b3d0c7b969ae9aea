"""Who an admin page is shown to, and whose forms are taken.

A page needs the session of a one-time link. What changes something has to come from one of these pages, as
the browser itself says (`Sec-Fetch-Site`, else `Origin`): another site can make a browser send a form here,
but not make it say that.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from sidecar import __version__
from sidecar.knowledge.errors import KnowledgeError
from sidecar.knowledge.model import Viewer
from sidecar.search.errors import IndexFault
from sidecar.translating import Translator
from sidecar.web.admin.rendering import LANGUAGES, RENDERER, language_of
from sidecar.web.errors import STATUS, ApiError, Code, Handler
from sidecar.web.guards import same_origin
from sidecar.web.keys import SERVICES, Services
from sidecar.web.launch import cookie_name

log = logging.getLogger("cuecard.web")

#: What an admin chose to read, in a cookie that holds no secret.
LANGUAGE_COOKIE = "cuecard_language"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of an admin who was let in."""

    request: web.Request
    services: Services
    viewer: Viewer
    language: str

    @property
    def told(self) -> Translator:
        """Says texts in the admin's language."""
        return self.request.app[RENDERER].translator(self.language)

    @property
    def in_place(self) -> bool:
        """Whether a part of the page is asked for, to be put into the one that is open."""
        return self.request.headers.get("HX-Request") == "true"

    def show(self, template: str, *, status: int = 200, **values: object) -> web.Response:
        """Return a page (or a part of one)."""
        return show(self.request, template, self.language, status=status, **values)

    async def form(self) -> MultiDictProxy[str]:
        """Return the fields of a form; files are no part of any."""
        posted = await self.request.post()
        given = [(name, value) for name, value in posted.items() if isinstance(value, str)]
        # PostgreSQL cannot store NUL, and no text means anything by it.
        return MultiDictProxy(MultiDict((name, value.replace("\0", "")) for name, value in given))


PageHandler = Callable[[Visit], Awaitable[web.StreamResponse]]


def page(handler: PageHandler) -> Handler:
    """Make the handler of a page: for whoever has a session, and not opened by another site."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not _has_session(request):
            return locked(request, "closed")
        if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            return locked(request, "foreign")
        return await _carefully(handler, request)

    return guarded


def action(handler: PageHandler) -> Handler:
    """Make the handler of a form: taken only from one of these pages."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not _has_session(request):
            return locked(request, "closed")
        if not same_origin(request):
            return locked(request, "foreign")
        return await _carefully(handler, request)

    return guarded


def show(
    request: web.Request, template: str, language: str, *, status: int = 200, **values: object
) -> web.Response:
    """Return a rendered template."""
    text = request.app[RENDERER].render(
        template, language, now=datetime.now(UTC), version=__version__, path=request.path, **values
    )
    headers = {"Content-Language": language}
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)


def locked(request: web.Request, reason: str) -> web.Response:
    """Return the page that says how to get in."""
    status = 401 if reason == "closed" else 403
    return show(request, "locked.html", chosen_language(request), status=status, reason=reason)


def see_other(where: str) -> web.Response:
    """Return the way on after a form was carried out, so that reloading sends nothing twice."""
    return web.Response(status=303, headers={"Location": where})


def chosen_language(request: web.Request) -> str:
    """Return the language the admin chose, else the best of those the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else language_of(request.headers.get("Accept-Language", ""))


async def _carefully(handler: PageHandler, request: web.Request) -> web.StreamResponse:
    """Let a handler answer; what goes wrong is told on a page rather than as JSON."""
    services = request.app[SERVICES]
    visit = Visit(request, services, services.viewers.local_admin, chosen_language(request))
    try:
        return await handler(visit)
    except ApiError as error:
        return visit.show("trouble.html", status=error.status, message=error.message, part=visit.in_place)
    except (KnowledgeError, IndexFault) as error:
        status = STATUS[Code.UNAVAILABLE if isinstance(error, IndexFault) else Code.CONFLICT]
        return visit.show("trouble.html", status=status, message=str(error), part=visit.in_place)
    except web.HTTPException:
        raise
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        message = visit.told.gettext(
            "Something went wrong inside Cuecard. The log of `cuecard serve` says what."
        )
        return visit.show("trouble.html", status=500, message=message, part=visit.in_place)


def _has_session(request: web.Request) -> bool:
    cookie = request.cookies.get(cookie_name(port_of(request)))
    return request.app[SERVICES].launches.knows(cookie)


def port_of(request: web.Request) -> int:
    """Return the port a request came in by."""
    transport = request.transport
    return int(transport.get_extra_info("sockname")[1]) if transport is not None else 0
