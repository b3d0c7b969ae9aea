"""The admin pages and their addresses; what may be sent to each is decided in `gate`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from sidecar.web.admin import entrance, overview
from sidecar.web.admin.answers import curating, reading, searching, writing
from sidecar.web.admin.assets import ASSETS, addresses, read_assets, static_file
from sidecar.web.admin.gate import action, page
from sidecar.web.admin.kinds import KINDS
from sidecar.web.admin.ranking import deciding, explaining
from sidecar.web.admin.rendering import RENDERER, Renderer
from sidecar.web.admin.sources import adding, changing, listing, live, looking, one, runs

PAGES = {
    "/": overview.overview,
    "/sources": listing.listing,
    "/sources/new": adding.gallery,
    "/sources/new/{type}": adding.form,
    "/sources/{id}": one.overview,
    "/sources/{id}/answers": one.its_answers,
    "/sources/{id}/failures": one.failures,
    "/sources/{id}/held": one.held,
    "/sources/{id}/live": live.live,
    "/sources/{id}/remove": one.ask_removal,
    "/sources/{id}/runs": runs.all_runs,
    "/sources/{id}/runs/{run}": runs.one_run,
    "/sources/{id}/schedule": runs.schedule,
    "/sources/{id}/settings": changing.form,
    "/answers": searching.search,
    "/answers/archived": searching.archived,
    "/answers/new": writing.new,
    "/answers/preview": writing.empty_preview,
    "/answers/{id}": reading.one,
    "/answers/{id}/content": reading.content,
    "/answers/{id}/delete": writing.ask_deletion,
    "/answers/{id}/edit": writing.edit,
    "/ranking": deciding.decisions,
    "/ranking/explain": explaining.form,
}
ACTIONS = {
    "/language": entrance.choose_language,
    "/pairing": overview.new_code,
    "/pairing/end": overview.unpair,
    "/sources": listing.read_all,
    "/sources/new/{type}": adding.add,
    "/sources/new/{type}/test": adding.test,
    "/sources/new/{type}/field": adding.field,
    "/sources/new/{type}/preview": looking.of_new,
    "/sources/{id}/approve": runs.approve,
    "/sources/{id}/cancel": runs.cancel,
    "/sources/{id}/pause": runs.pause,
    "/sources/{id}/preview": looking.of_source,
    "/sources/{id}/read": listing.read_now,
    "/sources/{id}/remove": one.remove,
    "/sources/{id}/resume": runs.resume,
    "/sources/{id}/schedule": runs.plan,
    "/sources/{id}/settings": changing.change,
    "/sources/{id}/settings/field": changing.field,
    "/sources/{id}/settings/test": changing.test,
    "/answers": curating.several,
    "/answers/new": writing.write,
    "/answers/preview": writing.preview,
    "/answers/{id}": curating.curate,
    "/answers/{id}/delete": writing.delete,
    "/answers/{id}/edit": writing.change,
    "/answers/{id}/forget": curating.forget,
    "/answers/{id}/trust": curating.trust,
    "/ranking/explain": explaining.explain,
    "/ranking/rules": deciding.add_rule,
    "/ranking/rules/{id}/remove": deciding.remove_rule,
    "/ranking/synonyms": deciding.add_synonyms,
    "/ranking/synonyms/remove": deciding.remove_synonym,
}


def register(app: web.Application) -> None:
    """Add the pages and their files to the application."""
    app[KINDS] = {}
    app.cleanup_ctx.append(_load)
    app.router.add_get("/launch/{secret}", entrance.launch, allow_head=False)
    app.router.add_get("/static/{name}", static_file)
    for path, handler in PAGES.items():
        app.router.add_get(path, page(handler))
    for path, handler in ACTIONS.items():
        app.router.add_post(path, action(handler))


async def _load(app: web.Application) -> AsyncIterator[None]:
    app[ASSETS] = await asyncio.to_thread(read_assets)
    app[RENDERER] = await asyncio.to_thread(Renderer, addresses(app[ASSETS]))
    yield
