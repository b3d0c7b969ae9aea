"""What an admin says about answers, one or several: right, wrong, for whom, under which tags, archived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from aiohttp import web

from connectors.model import Audience
from sidecar.knowledge import judging
from sidecar.knowledge.model import Answer
from sidecar.web.admin.answers.listed import entries
from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.api.answers import visible_answer
from sidecar.web.api.curation import curated
from sidecar.web.errors import ApiError, Code
from sidecar.web.wire.answers import AnswerPatch

LONGEST_REASON = 1000
#: As many as a page has.
MOST_AT_ONCE = 50


async def trust(visit: Visit) -> web.Response:
    """Note that an answer is right or wrong, or take a flag back."""
    form = await visit.form()
    found = await visible_answer(visit.services, visit.request.match_info["id"], visit.viewer)
    said = form.get("say", "")
    if found.archived_at is not None:
        raise ApiError(
            Code.CONFLICT, visit.told.gettext("This answer is in the archive. Bring it back first.")
        )
    if said == "flag" and not form.get("reason", "").strip():
        return see_other(f"/answers/{found.id}?done=reason")
    await _say(visit, found, said, form.get("reason", "").strip()[:LONGEST_REASON])
    return see_other(f"/answers/{found.id}?done={'trust' if said else ''}")


async def curate(visit: Visit) -> web.Response:
    """Change audience, tags or archive of one answer."""
    form = await visit.form()
    answer_id = visit.request.match_info["id"]
    await curated(visit.services, answer_id, _patch(form), visit.viewer)
    done = {"archive": "archived", "bring_back": "back"}.get(form.get("say", ""), "changed")
    return see_other(f"/answers/{answer_id}?done={done}")


async def forget(visit: Visit) -> web.Response:
    """Forget all questions that were learned for an answer; their texts are gone."""
    found = await visible_answer(visit.services, visit.request.match_info["id"], visit.viewer)
    await visit.services.engine.erase_learned(found.id, None)
    return see_other(f"/answers/{found.id}?done=forgotten")


async def several(visit: Visit) -> web.Response:
    """Say the same about all answers that were selected."""
    form = await visit.form()
    said = form.get("say", "")
    back = form.get("back", "/answers")
    chosen = [value for name, value in form.items() if name == "answer"][:MOST_AT_ONCE]
    for answer_id in chosen:
        found = await visible_answer(visit.services, answer_id, visit.viewer)
        if said == "verify":
            await _say(visit, found, said, "")
        else:
            await curated(visit.services, answer_id, _patch(form), visit.viewer)
    where = back if back.startswith("/answers") else "/answers"
    separator = "&" if "?" in where else "?"
    return see_other(f"{where}{separator}done={len(chosen)}")


async def _say(visit: Visit, found: Answer, said: str, reason: str) -> None:
    write, by, now = visit.services.database.write, visit.viewer.name, datetime.now(UTC)
    match said:
        case "verify":
            await write(judging.verify, found.number, by, now)
        case "flag":
            await write(judging.flag, found.number, by, reason, now)
        case "unflag":
            await write(judging.unflag, found.number)


def _patch(form: Mapping[str, str]) -> AnswerPatch:
    match form.get("say"):
        case "archive":
            return AnswerPatch(archived=True)
        case "bring_back":
            return AnswerPatch(archived=False)
        case "tags":
            return AnswerPatch(tags=entries(form.get("tags", ""))[:200])
        case "audience":
            return AnswerPatch(audience=Audience(form.get("audience", Audience.UNKNOWN)))
        case "reset_tags" | "reset_audience" as said:
            field: Literal["tags", "audience"] = "tags" if said == "reset_tags" else "audience"
            return AnswerPatch(reset=[field])
        case _:
            return AnswerPatch()
