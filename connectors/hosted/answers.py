"""From the answers of a vendor's API to events: one that cannot be read harms no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from connectors.contract import (
    Context,
    Event,
    Failure,
    ParseFailed,
    Skipped,
    SourceUnavailable,
    Upsert,
    invalid,
)
from connectors.hosted.api import not_of_this_api
from connectors.http import RequestFailed, Response
from connectors.listing import Fetching, Listed
from connectors.model import BodyFormat, Document
from connectors.parsing import fragments
from connectors.parsing.batches import parse_all

T = TypeVar("T")

#: What reading goes wrong with where an answer is not as documented.
_UNDOCUMENTED = (LookupError, TypeError, ValueError, AttributeError)

#: The fields of a document, as its constructor takes them, without the id; `body` as the vendor gives it.
Fields = dict[str, Any]


def mark(*told: Any) -> str:
    """Return a fingerprint of JSON values: what the vendor says, the settings, and the reader's version."""
    written = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def listed_each(
    items: Iterable[dict[str, Any]],
    ids: Callable[[dict[str, Any]], Iterable[str]],
    listed: Callable[[dict[str, Any]], Iterable[Listed[T] | Skipped]],
) -> list[Listed[T] | Skipped | Failure]:
    """Return what a page lists; what one item of it trips over concerns that item alone.

    Args:
        items: of the page, as the service gives them.
        ids: the ids of the documents that an item would be.
        listed: what an item is; may trip over what is not as documented.

    Raises:
        SourceUnavailable: an item has not even an id: the address is not that of this API.
    """
    found: list[Listed[T] | Skipped | Failure] = []
    for item in items:
        try:
            found += listed(item)
        except _UNDOCUMENTED as error:
            found += [Failure(id_, _reason(error)) for id_ in _named(item, ids)]
    return found


def _named(item: dict[str, Any], ids: Callable[[dict[str, Any]], Iterable[str]]) -> list[str]:
    try:
        return list(ids(item))
    except _UNDOCUMENTED as error:
        raise SourceUnavailable(_reason(error)) from error


def _reason(error: Exception) -> str:
    what = f"{type(error).__name__}: {error}"
    return f"The service's answer is not as documented ({what}): save it anew there."


async def read_answers(
    context: Context, items: Sequence[Listed[T]], fields: Callable[[T], Fields]
) -> list[Event]:
    """Return the events of answers that are at hand.

    Args:
        context: of the run; HTML is read in its guarded process.
        items: the answers.
        fields: what one of them says; raises `ParseFailed`, or trips over what is not as documented. The body
            is HTML unless `body_format` says otherwise.
    """
    said = [_said(item, fields) for item in items]
    html = [one for one in said if isinstance(one, dict) and one["body_format"] is BodyFormat.HTML]
    read = await parse_all(context, fragments.read_all, [one["body"] for one in html], fragments.unread)
    bodies = {id(one): fragment for one, fragment in zip(html, read, strict=True)}
    return [_event(item, one, bodies) for item, one in zip(items, said, strict=True)]


def _said(item: Listed[T], fields: Callable[[T], Fields]) -> Fields | Failure:
    try:
        said = fields(item.said)
    except ParseFailed as error:
        return Failure(item.external_id, str(error), fingerprint=item.fingerprint)
    except _UNDOCUMENTED as error:
        return Failure(item.external_id, _reason(error), fingerprint=item.fingerprint)
    return {"body_format": BodyFormat.HTML, **said, "body": str(said.get("body") or "")}


def _event(item: Listed[T], said: Fields | Failure, bodies: dict[int, fragments.Fragment]) -> Event:
    if isinstance(said, Failure):
        return said
    fragment = bodies.get(id(said)) or _plain(said["body"])
    if fragment.error:
        return Failure(item.external_id, fragment.error, fingerprint=item.fingerprint)
    try:
        document = Document(external_id=item.external_id, **{**said, "body": fragment.body})
    except ValidationError as error:
        return invalid(item.external_id, error, item.fingerprint)
    return Upsert(document, item.fingerprint)


async def record_of(
    fetching: Fetching, item: Listed[T], request: Awaitable[Response]
) -> dict[str, Any] | Failure | None:
    """Return the object that one answer's own request brings, its failure, or `None` if it is gone by now.

    Raises:
        RequestFailed: if it concerns the source as a whole.
    """
    response = await fetching.response(item.external_id, request)
    if response is None or isinstance(response, Failure):
        return response
    try:
        said = response.json()
    except RequestFailed as error:
        return Failure(item.external_id, str(error))
    if isinstance(said, dict):
        return said
    return Failure(item.external_id, str(not_of_this_api(response)))


def _plain(body: str) -> fragments.Fragment:
    return fragments.Fragment(body) if body.strip() else fragments.unread(fragments.EMPTY)
