"""The way in by a one-time link, and the language the admin reads."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from sidecar.web.admin.gate import LANGUAGE_COOKIE, Visit, chosen_language, locked, port_of, see_other, show
from sidecar.web.admin.rendering import LANGUAGES
from sidecar.web.keys import SERVICES
from sidecar.web.launch import SESSION_SECONDS, cookie_name

_A_YEAR = 365 * 24 * 3600


async def launch(request: web.Request) -> web.Response:
    """Swap a one-time link for a session and go on to the overview.

    Not by a redirect: of a link that was clicked in another program's page the browser would not send the
    strict cookie along. A page of our own that goes on by itself is the start of a same-site visit.
    """
    session = request.app[SERVICES].launches.swap(request.match_info["secret"])
    if session is None:
        return locked(request, "used")
    response = show(request, "launched.html", chosen_language(request))
    response.set_cookie(
        cookie_name(port_of(request)),
        session,
        max_age=int(SESSION_SECONDS),
        path="/",
        httponly=True,
        samesite="Strict",
    )
    return response


async def choose_language(visit: Visit) -> web.Response:
    """Remember the language the admin reads, and go back to the page."""
    form = await visit.form()
    back = urlsplit(form.get("back", "/"))
    # Only the path and query of a page of ours: a form could name any address.
    where = back.path if back.path.startswith("/") and not back.path.startswith("//") else "/"
    response = see_other(where + (f"?{back.query}" if back.query else ""))
    language = form.get("language", "")
    if language in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_A_YEAR, path="/", httponly=True, samesite="Strict"
        )
    return response
