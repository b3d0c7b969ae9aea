"""Why suggestions stand as they do, for a text typed here. It is sent as a form, to stand in no history."""

from __future__ import annotations

from aiohttp import web

from sidecar.suggest.model import Message, Sender, Ticket
from sidecar.web.admin.gate import Visit
from sidecar.web.errors import ApiError, Code
from sidecar.web.present import suggest_response

LONGEST_TEXT = 20_000
SHOWN = 10


async def form(visit: Visit) -> web.Response:
    """Show the empty form."""
    return visit.show("ranking/explain.html", text="", result=None)


async def explain(visit: Visit) -> web.Response:
    """Show the suggestions for a text, each with what counted for it and against it."""
    text = (await visit.form()).get("text", "").strip()[:LONGEST_TEXT]
    if not text:
        return await form(visit)
    if not visit.services.readiness.ready.is_set():
        raise ApiError(
            Code.UNAVAILABLE, visit.told.gettext("The index is being built. Try again in a few seconds.")
        )
    result = await visit.services.engine.suggest(
        Ticket(messages=(Message(Sender.CUSTOMER, text),)),
        visit.viewer,
        limit=SHOWN,
        explain=True,
        reader=visit.language,
    )
    return visit.show("ranking/explain.html", text=text, result=suggest_response(result))
