"""One visit to a page: fetched, unless it has not changed since, and read in the guarded process."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from connectors.contract import Context, ParseFailed
from connectors.http import RequestFailed, Response
from connectors.parsing.fields import read_moment
from connectors.website.addresses import normal
from connectors.website.page import Page, read_page

MAX_PAGE = 5_000_000
ACCEPT = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"}
_PAGES = {"text/html", "application/xhtml+xml", ""}
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Mark:
    """The fingerprint of a page: what the server calls this state of it, and what was read of it.

    `settings` changes with what is made of a page, `content` with the page.
    """

    settings: str
    content: str
    etag: str = ""
    modified: str = ""

    def __str__(self) -> str:
        return json.dumps([self.settings, self.content, self.etag, self.modified])

    @classmethod
    def read(cls, written: str | None) -> Mark | None:
        """Return the mark that was written, if it is one."""
        try:
            found = cls(*json.loads(written)) if written else None
        except (ValueError, TypeError):
            return None
        return found


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a visit: a page, nothing new (`unchanged`), or why there is none.

    `address` is where it ended, after redirects. `reason` is for what is no page or cannot be read, `failed`
    for a request that brought nothing. `seen_at` is when the server says that the page was changed.
    """

    address: str
    page: Page | None = None
    mark: Mark | None = None
    unchanged: bool = False
    reason: str | None = None
    no_page: bool = False
    failed: RequestFailed | None = None
    changed_at: datetime | None = None


async def visit(context: Context, address: str, settings: str, *, asks: bool) -> Visit:
    """Visit a page.

    Args:
        context: of the run.
        address: of the page.
        settings: of its mark.
        asks: whether the server may answer that it has not changed.
    """
    before = Mark.read(context.fingerprint(address))
    headers = dict(ACCEPT)
    if asks and before is not None and before.settings == settings:
        headers |= {"If-None-Match": before.etag} if before.etag else {}
        headers |= {"If-Modified-Since": before.modified} if before.modified else {}
    try:
        response = await context.http.get(address, headers=headers, max_bytes=MAX_PAGE)
    except RequestFailed as error:
        return Visit(address, failed=error)
    end = normal(response.url) or address
    if response.status == _NOT_MODIFIED:
        return Visit(end, mark=before, unchanged=True)
    if response.media_type not in _PAGES:
        return Visit(end, reason=f"It is no page but {response.media_type}.", no_page=True)
    return await _read(context, response, end, settings)


async def _read(context: Context, response: Response, end: str, settings: str) -> Visit:
    mark = Mark(
        settings,
        hashlib.sha256(response.body).hexdigest()[:24],
        response.headers.get("etag", "")[:500],
        response.headers.get("last-modified", "")[:100],
    )
    try:
        page = await context.parse(read_page, response.body, response.charset, response.url)
    except ParseFailed as error:
        return Visit(end, mark=mark, reason=str(error))
    if "noindex" in response.headers.get("x-robots-tag", "").lower():
        return Visit(end, mark=mark, reason="It asks not to be found by search.", no_page=True)
    return Visit(end, page, mark, changed_at=read_moment(mark.modified))
