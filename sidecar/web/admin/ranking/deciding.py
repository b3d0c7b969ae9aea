"""Pins, mutes and synonyms: what there is, one more, one less."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web
from pydantic import ValidationError

from sidecar.knowledge import synonyms
from sidecar.web.admin.answers.listed import entries
from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.api.rules import add_to, known_rules, remove_from
from sidecar.web.errors import ApiError, describe
from sidecar.web.wire.rules import RuleIn
from sidecar.web.wire.synonyms import SynonymsIn

#: The fields of a condition that are lists.
LISTS = ("contains", "tags", "helpdesks", "sites", "languages")


async def decisions(visit: Visit) -> web.Response:
    """Show all rules and synonyms; a form begun elsewhere may name an answer already."""
    return await _page(visit, {"answer": visit.request.query.get("answer", "")}, "", 200)


async def add_rule(visit: Visit) -> web.Response:
    """Pin or mute an answer for a kind of ticket."""
    typed = dict((await visit.form()).items())
    when = {name: found for name in LISTS if (found := entries(typed.get(name, "")))}
    if typed.get("always") == "yes":
        when = {"always": True}  # type: ignore[dict-item] # the one field that is no list
    given = {
        "action": typed.get("action", "pin"),
        "answer": typed.get("answer", "").strip(),
        "source": typed.get("source", "").strip() or None,
        "note": typed.get("note", "").strip() or None,
        "when": when,
    }
    try:
        await visit.services.database.write(add_to, RuleIn.model_validate(given), visit.viewer)
    except ValidationError as error:
        return await _page(visit, typed, _said(visit, error), 422)
    except ApiError as error:
        return await _page(visit, typed, error.message, error.status)
    return see_other("/ranking?done=rule")


async def remove_rule(visit: Visit) -> web.Response:
    """Take a rule back."""
    await visit.services.database.write(remove_from, visit.request.match_info["id"], visit.viewer)
    return see_other("/ranking?done=rule_removed")


async def add_synonyms(visit: Visit) -> web.Response:
    """Let phrases mean the same."""
    typed = dict((await visit.form()).items())
    try:
        wanted = SynonymsIn(phrases=tuple(entries(typed.get("phrases", ""))))
    except ValidationError:
        message = visit.told.gettext("Give at least two words or phrases, parted by commas.")
        return await _page(visit, typed, "", 422, message)
    groups = await visit.services.database.write(synonyms.add, wanted.phrases)
    visit.services.engine.set_synonyms(groups)
    return see_other("/ranking?done=synonyms")


async def remove_synonym(visit: Visit) -> web.Response:
    """Take a phrase out of its group."""
    phrase = (await visit.form()).get("phrase", "")
    groups = await visit.services.database.write(synonyms.remove, phrase)
    visit.services.engine.set_synonyms(groups)
    return see_other("/ranking?done=synonyms_removed")


async def _page(
    visit: Visit, typed: Mapping[str, str], error: str, status: int, synonym_error: str = ""
) -> web.Response:
    read = visit.services.database.read
    return visit.show(
        "ranking/decisions.html",
        status=status,
        rules=await read(known_rules, visit.viewer),
        groups=await read(synonyms.read),
        typed={
            "action": "pin",
            **dict.fromkeys((*LISTS, "answer", "note", "source", "always", "phrases"), ""),
            **typed,
        },
        error=error,
        synonym_error=synonym_error,
        done=visit.request.query.get("done"),
    )


def _said(visit: Visit, error: ValidationError) -> str:
    fields = {detail.field.split(".")[0] for detail in describe(error)}
    if "answer" in fields:
        return visit.told.gettext("Name the answer: its title, or the id from its page.")
    if fields == {"when"} and len(describe(error)) == 1:
        return visit.told.gettext("Say for which tickets: fill in one of the fields, or choose every ticket.")
    return " ".join(detail.message for detail in describe(error))
