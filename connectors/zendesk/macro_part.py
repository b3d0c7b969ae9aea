"""The macros of an account, listed with what is said elsewhere about them: groups, dynamic content."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from connectors.contract import Context, Event, Skipped
from connectors.hosted.answers import Fields, listed_each, mark, read_answers
from connectors.hosted.api import Api, items_of
from connectors.hosted.parts import Entry, Part
from connectors.http import RequestFailed, Trouble
from connectors.listing import Listed
from connectors.model import Audience
from connectors.zendesk import dynamic, files, macros
from connectors.zendesk.api import count, group_names, listed

#: Part of every fingerprint: raise it when more is read out of the same macros than before.
READER_VERSION = 1
#: How often a macro was used changes daily, and makes it no other macro.
_USE = {"usage_1h", "usage_24h", "usage_7d", "usage_30d"}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the settings say of macros.

    Attributes:
        audience: of those that do not say whether their comment is public.
        personal: whether macros that belong to one agent are wanted.
        attachments: whether their files are wanted, which takes a request for each new or changed macro.
    """

    audience: Audience
    personal: bool
    attachments: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A macro in one language; `whole` is the id of what it translates, if it translates something."""

    macro: macros.Macro
    body: str
    groups: Mapping[int, str]
    audience: Audience
    language: str | None = None
    whole: str | None = None


def part(api: Api, context: Context, address: str, defaults: Defaults) -> Part[_Told]:
    """Return what lists and reads the macros.

    Args:
        api: of the account.
        context: of the run.
        address: of the account.
        defaults: what the settings say.
    """

    async def pages() -> AsyncIterator[Sequence[Entry[_Told]]]:
        groups: dict[int, str] | None = None
        items: dynamic.Items | None = None
        async for page in _all_pages(api):
            found = items_of(page, "macros")
            if groups is None and any(_names_groups(macro) for macro in found):
                groups = await group_names(api)
            if items is None and any(dynamic.uses(macros.text(macro)[0]) for macro in found):
                items = await dynamic.read(api)
            said = partial(_listed, groups=groups or {}, items=items or {}, defaults=defaults)
            yield listed_each(found, lambda macro: [macros.external_id(macro)], said)

    def fields(told: _Told, attached: files.Files) -> Fields:
        said = macros.fields(told.macro, told.body, told.groups, address)
        said["attachments"] = attached.get(told.macro["id"], ())
        return {**said, "audience": told.audience, "language": told.language, "translation_of": told.whole}

    async def read(new: Sequence[Listed[_Told]]) -> list[Event]:
        ids = [item.said.macro["id"] for item in new] if defaults.attachments else []
        attached = await files.of_macros(api, ids)
        return await read_answers(context, new, lambda told: fields(told, attached))

    return Part(
        name="macros",
        right="Let the account be an agent or admin of Zendesk Support.",
        count=lambda: count(api, "macros"),
        pages=pages,
        read=read,
    )


async def _all_pages(api: Api) -> AsyncIterator[dict[str, Any]]:
    """Yield the macros page by page, with how often they were used where the plan tells it."""
    order = {"sort_by": "created_at", "sort_order": "asc"}
    try:
        async for page in listed(api, "macros", "macros", **order, include="usage_7d,usage_30d"):
            yield page
    except RequestFailed as error:
        if error.trouble not in {Trouble.FORBIDDEN, Trouble.REJECTED}:
            raise
        async for page in listed(api, "macros", "macros", **order):
            yield page


def _names_groups(macro: dict[str, Any]) -> bool:
    return bool(macros.group_ids(macro)) or any(
        action.get("field") == "group_id" for action in macros.actions_of(macro)
    )


def _listed(
    macro: macros.Macro, groups: Mapping[int, str], items: dynamic.Items, defaults: Defaults
) -> Iterator[Listed[_Told] | Skipped]:
    """Yield a macro in each language it can be had in: its own, or those of its dynamic content."""
    skipped = macros.left_out(macro, personal=defaults.personal)
    if skipped is not None:
        yield skipped
        return
    written, markup, _ = macros.text(macro)
    first, *others = dynamic.languages(written, items)
    whole = macros.external_id(macro)
    for language in [first, *others]:
        is_first = language == first
        told = _Told(
            macro=macro,
            body=dynamic.resolved(written, language, items, markup),
            groups=groups,
            audience=macros.audience(macro) or defaults.audience,
            language=language,
            whole=None if is_first else whole,
        )
        yield Listed(whole if is_first else macros.external_id(macro, language), _mark(told, defaults), told)


def _mark(told: _Told, defaults: Defaults) -> str:
    macro = {name: value for name, value in told.macro.items() if name not in _USE}
    names = [told.groups.get(id_) for id_ in macros.group_ids(told.macro)]
    return mark(READER_VERSION, macro, told.body, told.language, told.audience, names, defaults.attachments)
