"""The answers a team writes itself: a new one, changing one, deleting one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from connectors.model import Audience, BodyFormat, Document, Kind
from sidecar.knowledge import team
from sidecar.knowledge.ingest import prepare
from sidecar.knowledge.model import Answer
from sidecar.web.admin.answers.framed import framed
from sidecar.web.admin.answers.listed import entries, lines
from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.api.answers import document_of, rewritten, visible_answer, written
from sidecar.web.errors import ApiError, Code, describe
from sidecar.web.wire.answers import AnswerIn

#: What a field of the form is called in `AnswerIn` too.
SIMPLE = ("title", "kind", "audience", "language", "folder", "shortcut", "url", "body_format")
EMPTY: Mapping[str, str] = {
    **dict.fromkeys(SIMPLE, ""),
    "body": "",
    "kind": Kind.REPLY.value,
    "audience": Audience.PUBLIC.value,
    "body_format": BodyFormat.MARKDOWN.value,
    "questions": "",
    "tags": "",
    "groups": "",
}


async def new(visit: Visit) -> web.Response:
    """Show an empty form; a question that found no answer may stand in it already."""
    asked = visit.request.query.get("question", "")[:200]
    return _form(visit, {**EMPTY, "title": asked, "questions": asked}, {}, None, 200)


async def write(visit: Visit) -> web.Response:
    """Store a new answer."""
    typed = await _typed(visit)
    wanted, errors = _read(visit, typed)
    if wanted is None:
        return _form(visit, typed, errors, None, 422)
    stored = await written(visit.services, wanted, visit.viewer)
    return see_other(f"/answers/{stored.answer_id}?done=written")


async def edit(visit: Visit) -> web.Response:
    """Show the form of an answer that the team wrote."""
    found = await _ours(visit)
    body, body_format = await visit.services.database.read(team.as_written, found.number)
    typed = {
        **EMPTY,
        "title": found.title,
        "body": body,
        "body_format": body_format.value,
        "kind": found.kind.value,
        "audience": found.audience.value,
        "language": found.language,
        "folder": found.folder or "",
        "shortcut": found.shortcut or "",
        "url": found.url or "",
        "questions": "\n".join(found.questions),
        "tags": ", ".join(found.tags),
        "groups": ", ".join(sorted(found.groups)),
    }
    return _form(visit, typed, {}, found, 200)


async def change(visit: Visit) -> web.Response:
    """Store a new version."""
    found = await _ours(visit)
    typed = await _typed(visit)
    wanted, errors = _read(visit, typed)
    if wanted is None:
        return _form(visit, typed, errors, found, 422)
    await rewritten(visit.services, found, wanted, visit.viewer)
    return see_other(f"/answers/{found.id}?done=written")


async def empty_preview(visit: Visit) -> web.Response:
    """Show in the preview's frame that there is nothing in it yet."""
    return framed(visit, None, visit.language)


async def preview(visit: Visit) -> web.Response:
    """Show in its frame what is typed as agents would see it; store nothing."""
    typed = await _typed(visit)
    wanted, _ = _read(visit, {**typed, "title": typed["title"] or "-"})
    if wanted is None:
        return framed(visit, None, visit.language)
    document: Document = document_of(wanted, "preview", visit.viewer)
    prepared = await asyncio.to_thread(prepare, document, default_language="en")
    return framed(visit, prepared.html, prepared.language, prepared.placeholders, told=True)


async def ask_deletion(visit: Visit) -> web.Response:
    """Show what the deletion of an answer means."""
    return visit.show("answers/delete.html", answer=await _ours(visit))


async def delete(visit: Visit) -> web.Response:
    """Delete an answer that the team wrote."""
    found = await _ours(visit)
    await visit.services.database.write(team.delete, found.number)
    await visit.services.caught_up()
    return see_other("/answers?done=deleted")


async def _ours(visit: Visit) -> Answer:
    found = await visible_answer(visit.services, visit.request.match_info["id"], visit.viewer)
    if found.source.type != team.TYPE or found.archived_at is not None:
        message = visit.told.gettext(
            "Only answers written here can be changed here; others change at their source."
        )
        raise ApiError(Code.CONFLICT, message)
    return found


async def _typed(visit: Visit) -> dict[str, str]:
    form = await visit.form()
    return {name: form.get(name, "") for name in EMPTY}


def _read(visit: Visit, typed: Mapping[str, str]) -> tuple[AnswerIn | None, dict[str, str]]:
    """Return what was typed as an answer, or what is wrong with which field."""
    given: dict[str, Any] = {name: typed[name].strip() for name in SIMPLE if typed[name].strip()}
    given["body"] = typed["body"].replace("\r\n", "\n").strip()
    given["questions"] = lines(typed["questions"])
    given["tags"] = entries(typed["tags"])
    given["groups"] = entries(typed["groups"])
    try:
        return AnswerIn.model_validate(given), {}
    except ValidationError as error:
        details = {detail.field.split(".")[0]: detail.message for detail in describe(error)}
    _ = visit.told.gettext
    for name, message in (
        ("title", _("Give the answer a title of at most 200 characters.")),
        ("body", _("Write what the answer says.")),
        ("url", _("Give an address that begins with https://.")),
        ("language", _("Give a language tag such as en, de or pt-BR.")),
    ):
        if name in details:
            details[name] = message
    return None, details


def _form(
    visit: Visit, typed: Mapping[str, str], errors: Mapping[str, str], found: Answer | None, status: int
) -> web.Response:
    return visit.show(
        "answers/write.html",
        status=status,
        typed=typed,
        errors=errors,
        answer=found,
        kinds=list(Kind),
        audiences=list(Audience),
        formats=list(BodyFormat),
    )
