"""The macros of a workspace, as its lists give them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from connectors.contract import Context, Event, Failure, Skipped
from connectors.hosted.answers import Fields, mark, read_answers, record_of
from connectors.hosted.api import Api
from connectors.hosted.parts import Part
from connectors.intercom import macros
from connectors.intercom.api import Item, Names, count
from connectors.intercom.api import macros as listed
from connectors.intercom.config import IntercomConfig
from connectors.listing import Fetching, Listed

#: Part of every fingerprint: raise it when more is read out of the same macros than before.
READER_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Told:
    """A macro, and the groups that may see it."""

    macro: Item
    groups: tuple[str, ...]


def part(
    api: Api, context: Context, config: IntercomConfig, known: Callable[[], Awaitable[Names]]
) -> Part[_Told]:
    """Return what lists and reads the macros."""
    fetching = Fetching()

    async def pages() -> AsyncIterator[list[Listed[_Told] | Skipped]]:
        teams = (await known()).teams
        async for page in listed(api):
            yield [_listed(macro, teams, config) for macro in page]

    def fields(told: _Told) -> Fields:
        return {**macros.fields(told.macro), "groups": told.groups, "language": config.language}

    async def read(new: Sequence[Listed[_Told]]) -> list[Event]:
        answers = [await _whole(api, fetching, item) for item in new]
        whole = [answer for answer in answers if isinstance(answer, Listed)]
        others = [answer for answer in answers if isinstance(answer, (Failure, Skipped))]
        return [*others, *await read_answers(context, whole, fields)]

    return Part(
        name="macros",
        right="In the Developer Hub, give the app the permission to read conversations.",
        count=lambda: count(api, "macros"),
        pages=pages,
        read=read,
    )


def _listed(macro: Item, teams: dict[str, str], config: IntercomConfig) -> Listed[_Told] | Skipped:
    skipped = macros.left_out(macro)
    if skipped is not None:
        return skipped
    groups = macros.groups(macro, teams) or config.groups
    return Listed(
        macros.external_id(macro), mark(READER_VERSION, config.language, macro, groups), _Told(macro, groups)
    )


async def _whole(
    api: Api, fetching: Fetching, item: Listed[_Told]
) -> Listed[_Told] | Failure | Skipped | None:
    """Return a macro with its text, which Intercom leaves out of long lists; `None` if it is gone by now."""
    if item.said.macro.get("body") is not None:
        return item
    macro = await record_of(fetching, item, api.ask(f"macros/{item.said.macro['id']}"))
    if not isinstance(macro, dict):
        return macro
    return macros.without_text(macro) or replace(item, said=replace(item.said, macro=macro))
