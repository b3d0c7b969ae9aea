"""Canned responses: from what Freshdesk says of them to replies.

Format: Freshdesk's API reference, "Canned responses". It tells the folder, and whether that is the personal
one of the key's agent; who else may see a response is told on few plans only (`visibility`, `group_ids`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.contract import Context, Event, Skipped
from connectors.freshdesk.api import all_of, if_allowed, if_there, listed
from connectors.freshdesk.files import attachments, steady
from connectors.hosted.answers import Fields, listed_each, mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.parts import Entry, Part
from connectors.hosted.pictures import pictures
from connectors.listing import Listed
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import read_moment

#: Part of every fingerprint: raise it when more is read out of the same responses than before.
READER_VERSION = 1
_FOLDERS = "canned_response_folders"
_PREFIX = "response/"
_PERSONAL = 1
_GROUPS = 2


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the settings say of responses: who may see them, as the API does not tell."""

    audience: Audience
    groups: tuple[str, ...]
    personal: bool


@dataclass(frozen=True, slots=True)
class _Told:
    response: dict[str, Any]
    folder: str
    groups: tuple[str, ...]


def part(api: Api, context: Context, address: str, defaults: Defaults) -> Part[_Told]:
    """Return what lists and reads the canned responses."""
    folders: dict[int, dict[str, Any]] = {}
    names: dict[int, str] = {}

    async def pages() -> AsyncIterator[Sequence[Entry[_Told]]]:
        folders.update({folder["id"]: folder for folder in await all_of(api, _FOLDERS)})
        for folder in list(folders.values()):
            async for page in listed(api, f"{_FOLDERS}/{folder['id']}/responses"):
                yield await told(page)

    async def told(page: Sequence[dict[str, Any]]) -> Sequence[Entry[_Told]]:
        if not names and any(response.get("group_ids") for response in page):
            names.update({group["id"]: str(group.get("name")) for group in await if_allowed(api, "groups")})
        return listed_each(page, _ids, lambda response: [_listed(response, folders, names, defaults)])

    async def again(ids: Sequence[str]) -> Sequence[Entry[_Told]]:
        asked = [
            await if_there(api, f"canned_responses/{id_.removeprefix(_PREFIX)}")
            for id_ in ids
            if id_.startswith(_PREFIX)
        ]
        return await told([response for response in asked if response is not None])

    async def count() -> int | None:
        numbers = [folder.get("responses_count") for folder in await all_of(api, _FOLDERS)]
        whole = [number for number in numbers if isinstance(number, int)]
        return sum(whole) if len(whole) == len(numbers) else None

    async def read(new: Sequence[Listed[_Told]]) -> list[Event]:
        return await read_answers(context, new, lambda said: _fields(said, address, defaults.audience))

    return Part(
        name="canned responses",
        right="Take the API key of an agent who sees the shared canned responses.",
        count=count,
        pages=pages,
        read=read,
        again=again,
    )


def _ids(response: dict[str, Any]) -> list[str]:
    return [f"{_PREFIX}{response['id']}"]


def _listed(
    response: dict[str, Any],
    folders: Mapping[int, dict[str, Any]],
    names: Mapping[int, str],
    defaults: Defaults,
) -> Listed[_Told] | Skipped:
    id_ = f"{_PREFIX}{response['id']}"
    folder = folders.get(response.get("folder_id") or 0, {})
    if (folder.get("personal") or response.get("visibility") == _PERSONAL) and not defaults.personal:
        return Skipped(id_, "The canned response is personal: it belongs to one agent.")
    groups = defaults.groups
    if response.get("visibility") == _GROUPS or response.get("group_ids"):
        ids = response.get("group_ids") or (0,)
        groups = tuple(names.get(group) or f"Freshdesk group {group}" for group in ids)
    said = _Told(response, str(folder.get("name") or "").strip(), groups)
    files = [attachment.model_dump() for attachment in attachments(response)]
    text = steady(str(response.get("content_html") or response.get("content") or ""))
    about = [response.get("title"), response.get("updated_at"), said.folder, groups, defaults.audience]
    return Listed(id_, mark(READER_VERSION, about, text, files), said)


def _fields(said: _Told, address: str, audience: Audience) -> Fields:
    response = said.response
    html, text = response.get("content_html"), response.get("content")
    path = f"/a/admin/canned_responses/folders/{response.get('folder_id')}/responses/{response['id']}/edit"
    return {
        "kind": Kind.REPLY,
        "title": response["title"],
        "body": html or text,
        "body_format": BodyFormat.HTML if html else BodyFormat.TEXT,
        "url": address + path,
        "audience": audience,
        "groups": said.groups,
        "folder": said.folder or None,
        "placeholder_syntax": "freshdesk",
        "created_at": read_moment(response.get("created_at")),
        "updated_at": read_moment(response.get("updated_at")),
        "attachments": attachments(response),
        "images": pictures(str(html or ""), address),
    }
