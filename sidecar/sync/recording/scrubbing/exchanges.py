"""From what was taped to what is written: requests, answers, and what a connector made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from connectors.contract import ParseFailed
from connectors.http import RequestFailed, Response
from sidecar.sync.http.carrier import Request
from sidecar.sync.recording.model import (
    Content,
    Exchange,
    RecordedAnswer,
    RecordedRequest,
    RecordedTrouble,
)
from sidecar.sync.recording.scrubbing.addresses import ADDRESS
from sidecar.sync.recording.scrubbing.markup import has_markup
from sidecar.sync.recording.scrubbing.scrubber import Scrubber
from sidecar.sync.recording.tape import Taped

#: Request headers that say which form of an answer is wanted; of all others only the name is written.
_OPEN = re.compile(r"accept(?:-language|-encoding)?|content-type|user-agent|if-modified-since|.*version")
#: Answer headers about how it was sent, which a replay does anew.
_SENDING = {"content-length", "content-encoding", "transfer-encoding", "connection", "keep-alive"}
_PLAIN = {"content-type", "retry-after", "date", "last-modified", "cache-control", "server"}
_REMOVED = "removed"
_TEXT = re.compile(rb"[^\x00-\x08\x0e-\x1f]*")


def scrub_all(taped: Iterable[Taped], scrubber: Scrubber) -> list[Exchange]:
    """Return exchanges as they are written, in their order.

    The answers are read first: what a request repeats of any of them is then known.
    """
    both = [(each, _answer(each.outcome, scrubber)) for each in taped]
    return [_exchange(each, answer, scrubber) for each, answer in both]


def _exchange(each: Taped, answer: RecordedAnswer | None, scrubber: Scrubber) -> Exchange:
    request = _request(each.request, scrubber)
    if isinstance(each.outcome, RequestFailed):
        failed = each.outcome
        what = failed.detail.removeprefix(failed.where).strip()
        trouble = RecordedTrouble(trouble=failed.trouble, what=scrubber.sentence(what))
        return Exchange(during=each.during, request=request, trouble=trouble)
    return Exchange(during=each.during, request=request, answer=answer)


def _request(request: Request, scrubber: Scrubber) -> RecordedRequest:
    headers = {
        name: value if _OPEN.fullmatch(name.lower()) else _REMOVED for name, value in request.headers.items()
    }
    content = Content()
    if request.body is not None:
        text = request.body.decode("utf-8", "replace")
        content = Content(text=scrubber.asked_markup(text) if has_markup(text) else _REMOVED)
    elif request.json is not None:
        content = Content(json_=scrubber.asked(request.json))
    elif request.form is not None:
        content = Content(form=scrubber.asked(dict(request.form)))
    return RecordedRequest(
        method=request.method,
        url=scrubber.asked_address(str(request.url)),
        headers=headers,
        content=content,
    )


def _answer(outcome: Response | RequestFailed, scrubber: Scrubber) -> RecordedAnswer | None:
    if isinstance(outcome, RequestFailed):
        return None
    content = _content(outcome, scrubber)
    headers = _headers(outcome.headers, scrubber)
    if content.omitted is None and (kind := headers.get("content-type")):
        # A replay writes UTF-8, whatever it was.
        headers["content-type"] = re.sub(r"(charset\s*=\s*)[^\s;]+", r"\1utf-8", kind, flags=re.IGNORECASE)
    return RecordedAnswer(status=outcome.status, headers=headers, content=content)


def _headers(headers: Mapping[str, str], scrubber: Scrubber) -> dict[str, str]:
    found = {}
    for name, value in headers.items():
        if name in _SENDING:
            continue
        if name == "set-cookie":
            found[name] = "\n".join(f"{line.partition('=')[0]}={_REMOVED}" for line in value.splitlines())
        elif name == "location":
            found[name] = scrubber.field("url", value)
        elif name == "link":
            found[name] = re.sub(r"<([^>]*)>", lambda match: f"<{scrubber.address(match[1])}>", value)
        elif name in _PLAIN:
            found[name] = value
        else:
            found[name] = scrubber.field(name, value)
    return found


def _content(response: Response, scrubber: Scrubber) -> Content:
    body = response.body
    if not body:
        return Content()
    if "json" in response.media_type or body.lstrip()[:1] in {b"{", b"["}:
        try:
            said = json.loads(body)
            return Content(text="null") if said is None else Content(json_=scrubber.json(said))
        except (ValueError, RecursionError):
            pass  # what should have been JSON and is none: its text shows why
    text = _text(response)
    return Content(omitted=len(body)) if text is None else Content(text=_scrubbed(text, response, scrubber))


def _text(response: Response) -> str | None:
    """Return the text of an answer; `None` if it is something else, such as a picture."""
    if not _TEXT.fullmatch(response.body) and not response.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        return response.text().encode("utf-8", "replace").decode()
    except ParseFailed:
        return None


def _scrubbed(text: str, response: Response, scrubber: Scrubber) -> str:
    if urlsplit(response.url).path.endswith("/robots.txt"):
        return _robots(text, scrubber)
    if not has_markup(text):
        return scrubber.words(text)
    is_page = "html" in response.media_type or "<html" in text[:1000].lower()
    is_data = "xml" in response.media_type or text.lstrip().startswith("<?xml")
    return scrubber.markup(text, fields=is_data and not is_page)


def _robots(text: str, scrubber: Scrubber) -> str:
    """Keep the rules for robots, without remarks."""
    lines = (line.partition("#")[0].rstrip() for line in text.splitlines())
    return "\n".join(ADDRESS.sub(lambda match: scrubber.address(match[0]), line) for line in lines)
