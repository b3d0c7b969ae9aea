"""The message templates of a company, as its list gives them, in their folders."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

from connectors.contract import Context, ParseFailed, Skipped
from connectors.front import templates
from connectors.front.api import Item, Names, all_of, listed
from connectors.front.config import FrontConfig
from connectors.hosted.answers import Fields, mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.parts import Part
from connectors.listing import Listed

#: Part of every fingerprint: raise it when more is read out of the same templates than before.
READER_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Told:
    """A template, and what its links lead to."""

    template: Item
    folders: Mapping[str, Item]
    names: Names


def part(
    api: Api, context: Context, config: FrontConfig, known: Callable[[], Awaitable[Names]]
) -> Part[_Told]:
    """Return what lists and reads the templates."""

    async def count() -> int | None:
        page = await anext(listed(api, "message_templates"))
        return None if page else 0

    async def pages() -> AsyncIterator[list[Listed[_Told] | Skipped]]:
        names, folders = await known(), await all_of(api, "message_template_folders")
        async for page in listed(api, "message_templates", sort_by="created_at", sort_order="asc"):
            yield [_listed(_Told(template, folders, names), config) for template in page]

    return Part(
        name="message templates",
        right="Give the token the scope message_templates:read.",
        count=count,
        pages=pages,
        read=lambda new: read_answers(context, new, lambda told: _fields(told, config)),
    )


def _fields(told: _Told, config: FrontConfig) -> Fields:
    folder = templates.folder_path(told.template, told.folders)
    groups = templates.groups(told.template, told.names) or config.groups
    said = templates.fields(told.template, folder, told.names)
    return {**said, "groups": groups, "language": config.language}


def _listed(told: _Told, config: FrontConfig) -> Listed[_Told] | Skipped:
    id_ = told.template["id"]
    try:
        skipped = templates.left_out(told.template, personal=config.personal)
        fields = None if skipped else _fields(told, config)
    except (ParseFailed, KeyError, TypeError, ValueError, AttributeError):
        # What is wrong with it is said when it is read.
        return Listed(id_, mark(READER_VERSION, told.template), told)
    return skipped or Listed(id_, mark(READER_VERSION, told.template, fields), told)
