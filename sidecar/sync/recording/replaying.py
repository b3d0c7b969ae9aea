"""Answers a connector's requests from a recording, where the network would."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from yarl import URL

from connectors.contract import SourceUnavailable
from connectors.http import RequestFailed, Response, place
from sidecar.sync.http.carrier import Request
from sidecar.sync.recording.model import Content, Exchange, Recording

#: A request is answered with the answer to another one if it shares this part of its words.
_LEAST_LIKE = 0.4


class NotRecorded(SourceUnavailable):
    """The connector asks for something that the recording has no answer to."""


class Replay:
    """A carrier that knows the answers. Each is given once, the last one to a request again and again."""

    def __init__(self, recording: Recording) -> None:
        self._exchanges = recording.exchanges
        self._asked = [URL(exchange.request.url) for exchange in recording.exchanges]
        self._given: set[int] = set()

    async def carry(self, request: Request) -> Response:
        """Return the recorded answer.

        Raises:
            RequestFailed: as recorded.
            NotRecorded: there is none.
        """
        number = self._exact(request)
        if number is None:
            number = self._alike(request)
        if number is None:
            raise NotRecorded(
                f"The recording has no answer to {request.method} {place(str(request.url))}: it was made "
                "with another connector, or ends before."
            )
        self._given.add(number)
        return _answered(self._exchanges[number], request)

    async def close(self) -> None:
        """Nothing was opened."""

    def _exact(self, request: Request) -> int | None:
        same = [
            number
            for number, exchange in enumerate(self._exchanges)
            if exchange.request.method == request.method
            and self._asked[number] == request.url
            and _holds(exchange.request.content, request)
        ]
        return next((number for number in same if number not in self._given), same[-1] if same else None)

    def _alike(self, request: Request) -> int | None:
        """Return the answer to a request that differs in values only: a time of day, a scrubbed word."""
        words = _words(request.url, _sent(request))
        best, found = _LEAST_LIKE, None
        for number, exchange in enumerate(self._exchanges):
            asked = self._asked[number]
            if (
                number in self._given
                or exchange.request.method != request.method
                or not _is_same_place(asked, request.url)
            ):
                continue
            others = _words(asked, exchange.request.content.model_dump_json(exclude_none=True))
            likeness = len(words & others) / max(1, len(words | others)) + (asked.path == request.url.path)
            if (found is None and likeness >= best) or likeness > best:
                best, found = likeness, number
        return found


def _is_same_place(one: URL, other: URL) -> bool:
    """Whether two addresses name the same place but for the words in their paths; numbers are ids."""
    if one.origin() != other.origin() or set(one.query) != set(other.query):
        return False
    if len(one.parts) != len(other.parts):
        return False
    return all(
        mine == others or not re.search(r"\d", mine + others)
        for mine, others in zip(one.parts, other.parts, strict=True)
    )


def _sent(request: Request) -> str:
    if request.body is not None:
        return request.body.decode("utf-8", "replace")
    return json.dumps(request.json if request.form is None else dict(request.form))


def _words(url: URL, content: str) -> set[str]:
    return set(re.findall(r"[\w.]+", f"{url.path} {url.query_string} {content}"))


def _holds(content: Content, request: Request) -> bool:
    """Whether a recorded request says what this one does."""
    if request.body is not None:
        return content.text == request.body.decode("utf-8", "replace")
    sent: Mapping[str, Any] | None = request.form
    return content.json_ == request.json and content.form == (None if sent is None else dict(sent))


def _answered(exchange: Exchange, request: Request) -> Response:
    url = str(request.url)
    if exchange.trouble is not None:
        raise RequestFailed(exchange.trouble.trouble, place(url), exchange.trouble.what)
    answer = exchange.answer
    if answer is None:
        raise NotRecorded(f"The recording is damaged: it has no answer to {place(url)}.")
    return Response(answer.status, url, answer.headers, _body(answer.content))


def _body(content: Content) -> bytes:
    if content.json_ is not None:
        return json.dumps(content.json_, ensure_ascii=False).encode()
    return b"" if content.text is None else content.text.encode()
