"""Answers of the knowledge base: from what Zammad says of them to articles, their texts asked for.

Source: the example of `knowledge_bases/{kb}/answers/{id}?include_contents=` in zammad-documentation, and
Zammad's `answers_controller.rb` and `knowledge_bases_controller.rb`: the ids to ask for are those of the
texts (`content_id`), which the documentation calls those of the translations; in its example both are the
same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from connectors.contract import Event, Failure, Skipped
from connectors.hosted.answers import Fields
from connectors.hosted.api import Api
from connectors.hosted.pictures import pictures
from connectors.listing import Fetching, Listed
from connectors.model import Attachment, Audience, BodyFormat, Kind
from connectors.parsing.fields import language_tag, read_moment, web_address
from connectors.zammad import api as zammad
from connectors.zammad.base import State, Translation

#: What the ids of answers begin with.
PREFIX = "answer/"

_LEFT_OUT = {
    State.DRAFT: "The answer is a draft.",
    State.ARCHIVED: "The answer is archived.",
}
#: Up to so many are asked for by themselves: cheaper than the whole listing once more.
_FEW = 10
_CONTENTS = "KnowledgeBaseAnswerTranslationContent"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in one language. `locale` is the language as Zammad writes it, if the settings name it."""

    translation: Translation
    locale: str | None
    groups: tuple[str, ...]
    content: Mapping[str, Any] | None = None


def external_id(answer: int, locale: int) -> str:
    """Return the id of an answer in one language, which the knowledge base counts."""
    return f"{PREFIX}{answer}/{locale}"


def id_of(translation: Translation) -> str:
    """Return the id of an answer in its language."""
    return external_id(translation.answer["id"], translation.locale)


def left_out(translation: Translation) -> Skipped | None:
    """Return why an answer is none of those to be suggested, if it is none."""
    reason = _LEFT_OUT.get(translation.state)
    if not isinstance(translation.said.get("content_id"), int):
        reason = reason or "The answer has no text in this language."
    return Skipped(id_of(translation), reason) if reason else None


async def with_contents(
    source: Api, new: Sequence[Listed[Answer]]
) -> tuple[list[Listed[Answer]], list[Event]]:
    """Return the answers with their texts, and the failures of those that cannot be had.

    Many come with the listing once more, as Zammad's own pages have them; few, and what did not come along,
    are asked for answer by answer, in all the languages in which each is new.

    Raises:
        RequestFailed: it concerns the Zammad as a whole.
    """
    assets: Mapping[str, Any] = {}
    if len(new) > _FEW:
        assets, _ = await zammad.knowledge_bases(source, [_text_of(item) for item in new])
    found = _filled(new, assets)
    filled = {item.external_id for item in found}
    by_answer: dict[int, list[Listed[Answer]]] = {}
    for item in new:
        if item.external_id not in filled:
            by_answer.setdefault(item.said.translation.answer["id"], []).append(item)
    events: list[Event] = []
    fetching = Fetching()
    for id_, items in by_answer.items():
        ids = [_text_of(item) for item in items]
        request = zammad.answer(source, items[0].said.translation.base, id_, ids)
        response = await fetching.response(items[0].external_id, request)
        if isinstance(response, Failure):
            events += [replace(response, external_id=item.external_id) for item in items]
        elif response is not None:
            found += _filled(items, response.json().get("assets") or {})
    return found, events


def _text_of(item: Listed[Answer]) -> int:
    return int(item.said.translation.said["content_id"])


def _filled(items: Sequence[Listed[Answer]], assets: Mapping[str, Any]) -> list[Listed[Answer]]:
    """Return those of the answers whose texts are among some assets, with them."""
    contents = assets.get(_CONTENTS) or {}
    filled = []
    for item in items:
        content = contents.get(str(_text_of(item)))
        if isinstance(content, dict):
            filled.append(replace(item, said=replace(item.said, content=content)))
    return filled


def fields(answer: Answer, address: str) -> Fields:
    """Return what an answer says in its language.

    Args:
        answer: with its text.
        address: of the Zammad.
    """
    translation, content = answer.translation, answer.content or {}
    id_, body = translation.answer["id"], str(content.get("body") or "")
    original = translation.original
    is_public = translation.state is State.PUBLISHED
    return {
        "kind": Kind.ARTICLE,
        "title": translation.said["title"],
        "body": body,
        "body_format": BodyFormat.HTML,
        "url": _address(answer, address),
        "audience": Audience.PUBLIC if is_public else Audience.INTERNAL,
        "groups": () if is_public else answer.groups,
        "language": language_tag(answer.locale) if answer.locale else None,
        "translation_of": external_id(id_, original) if original is not None else None,
        "tags": tuple(str(tag) for tag in translation.answer.get("tags") or ()),
        "folder": "::".join(translation.folder) or None,
        "created_at": read_moment(translation.said.get("created_at")),
        "updated_at": read_moment(translation.said.get("updated_at")),
        "owner": translation.author,
        "attachments": _attachments([*_files(translation.answer), *_files(content)], address),
        "images": pictures(body, f"{address}/"),
        "extra": _extra(translation.answer),
    }


def _address(answer: Answer, address: str) -> str | None:
    """Return where agents open an answer: its address names the language as Zammad writes it (`en-us`)."""
    locale = (answer.locale or "").lower()
    if "-" not in locale:
        return None
    said = answer.translation
    return f"{address}/#knowledge_base/{said.base}/locale/{locale}/answer/{said.answer['id']}"


def _files(said: Mapping[str, Any]) -> list[Any]:
    found = said.get("attachments")
    return found if isinstance(found, list) else []


def _attachments(files: Sequence[Any], address: str) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for file in files:
        url = (
            web_address(urljoin(f"{address}/", str(file.get("url") or "")))
            if isinstance(file, dict)
            else None
        )
        if url and file.get("url"):
            kind = (file.get("preferences") or {}).get("Content-Type")
            name = str(file.get("filename") or url)
            found.setdefault(url, Attachment(name=name, url=url, media_type=str(kind) if kind else None))
    return tuple(found.values())


def _extra(answer: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: answer.get(key) for key in ("published_at", "internal_at", "internal_note", "promoted")}
    return {key: value for key, value in told.items() if value}
