"""The aiohttp application: routes, guards, error form. What it serves from is handed in as `Services`."""

from __future__ import annotations

from aiohttp import web

from sidecar.suggest.recognising.recogniser import Recogniser
from sidecar.web.admin import pages
from sidecar.web.api import (
    answers,
    curation,
    description,
    events,
    health,
    helpdesks,
    labelled,
    learning,
    pairing,
    recordings,
    rules,
    runs,
    semantic,
    sources,
    status,
    suggest,
    synonyms,
    wanted,
)
from sidecar.web.errors import error_middleware
from sidecar.web.guards import access_guard, network_guard, security_headers
from sidecar.web.keys import RECOGNISER, SERVICES, Services
from sidecar.web.routing import Route, register

#: The most a request body may have, in bytes: a conversation of hundreds of long mails fits.
MOST_BODY = 2 * 1024 * 1024

ROUTES: tuple[Route, ...] = (
    *health.ROUTES,
    *pairing.ROUTES,
    *suggest.ROUTES,
    *answers.ROUTES,
    *curation.ROUTES,
    *events.ROUTES,
    *sources.ROUTES,
    *runs.ROUTES,
    *recordings.ROUTES,
    *labelled.ROUTES,
    *learning.ROUTES,
    *rules.ROUTES,
    *semantic.ROUTES,
    *synonyms.ROUTES,
    *helpdesks.ROUTES,
    *wanted.ROUTES,
    *status.ROUTES,
    *description.ROUTES,
)


def make_application(services: Services) -> web.Application:
    """Return the application over these services; it starts and stops nothing."""
    app = web.Application(
        middlewares=[error_middleware, network_guard, access_guard], client_max_size=MOST_BODY
    )
    app[SERVICES] = services
    app[RECOGNISER] = Recogniser(services.database)
    register(app, ROUTES)
    pages.register(app)
    app.on_response_prepare.append(security_headers)
    return app
