"""The kinds of sources as the pages show them: read once, because finding connectors reads the disk."""

from __future__ import annotations

import asyncio

from aiohttp import web

from sidecar.knowledge import team
from sidecar.web.admin.gate import Visit
from sidecar.web.catalogue import source_types
from sidecar.web.wire.sources import SourceTypeOut

KINDS: web.AppKey[dict[str, SourceTypeOut]] = web.AppKey("kinds", dict)


async def kinds_of(visit: Visit) -> dict[str, SourceTypeOut]:
    """Return every kind of source that is installed, by id."""
    known = visit.request.app[KINDS]
    if not known:
        found = await asyncio.to_thread(source_types)
        known.update({kind.id: kind for kind in found})
    return known


def title_of(kinds: dict[str, SourceTypeOut], type_id: str) -> str:
    """Return what people call a kind of source."""
    if type_id == team.TYPE:
        return "Written here"
    return kinds[type_id].title if type_id in kinds else type_id
