"""Notion's API (version 2025-09-03): searching, and fetching a page's blocks with all within them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from connectors.contract import ParseFailed, SourceUnavailable
from connectors.http import Http, RequestFailed, Response, Trouble, bearer, place

VERSION = "2025-09-03"
_SIZE = 100
_DEEPEST = 12
_MOST_BLOCKS = 5000
#: Notion asks for no more than three requests a second on average.
_SPACING = 0.34
_HOST = "api.notion.com"


class Api:
    """The API of one workspace, for one run."""

    def __init__(self, http: Http, address: str, token: str) -> None:
        self._http = http
        self._base = address.rstrip("/")
        self._headers = {**bearer(token), "Notion-Version": VERSION}
        if urlsplit(self._base).hostname == _HOST:
            http.space(self._base, _SPACING)

    async def get(self, path: str, **params: str) -> Response:
        """Return the answer for a path below `/v1`."""
        return await self._http.get(f"{self._base}/v1/{path}", params=params, headers=self._headers)

    async def search(self, kind: str) -> AsyncIterator[dict[str, Any]]:
        """Yield the pages (`page`) or databases (`data_source`) that were shared with the integration."""
        body: dict[str, Any] = {
            "filter": {"property": "object", "value": kind},
            "sort": {"timestamp": "last_edited_time", "direction": "ascending"},
            "page_size": _SIZE,
        }
        cursors: set[str] = set()
        while True:
            said = await self._search(body)
            for item in said["results"]:
                yield item
            cursor = said.get("next_cursor")
            if not said.get("has_more") or not cursor:
                return
            if cursor in cursors:
                raise SourceUnavailable("Notion's list leads back to itself: try again later.")
            cursors.add(cursor)
            body = {**body, "start_cursor": cursor}

    async def some(self) -> list[dict[str, Any]]:
        """Return a few of the pages that were shared with the integration."""
        said = await self._search({"filter": {"property": "object", "value": "page"}, "page_size": 10})
        found: list[dict[str, Any]] = said["results"]
        return found

    async def blocks(self, page_id: str) -> list[dict[str, Any]]:
        """Return a page's blocks; each carries those within it under `children`.

        Raises:
            RequestFailed: if they cannot be had.
            ParseFailed: if there are absurdly many.
        """
        left = [_MOST_BLOCKS]
        return await self._children(page_id, 1, left)

    async def _children(self, block_id: str, depth: int, left: list[int]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        params = {"page_size": str(_SIZE)}
        while True:
            said = _list(await self.get(f"blocks/{block_id}/children", **params))
            for block in said["results"]:
                left[0] -= 1
                if left[0] < 0:
                    raise ParseFailed(f"The page has more than {_MOST_BLOCKS} blocks: split it in Notion.")
                found.append(await self._whole(block, depth, left))
            if not said.get("has_more") or not said.get("next_cursor"):
                return found
            params["start_cursor"] = said["next_cursor"]

    async def _whole(self, block: dict[str, Any], depth: int, left: list[int]) -> dict[str, Any]:
        kind = block.get("type")
        if kind in ("child_page", "child_database") or depth >= _DEEPEST:
            return block
        # A copy of a synced block is empty itself: what it shows is within the original.
        origin = ((block.get(str(kind)) or {}).get("synced_from") or {}).get("block_id")
        if not block.get("has_children") and not origin:
            return block
        try:
            return {**block, "children": await self._children(origin or block["id"], depth + 1, left)}
        except RequestFailed as error:
            # The original stands in a page that was not shared with the integration.
            if origin and error.trouble in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
                return block
            raise

    async def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        return _list(
            await self._http.request(
                "POST", f"{self._base}/v1/search", headers=self._headers, json=body, repeatable=True
            )
        )


def _list(response: Response) -> dict[str, Any]:
    said = response.json()
    if not isinstance(said, dict) or not isinstance(said.get("results"), list):
        raise RequestFailed(Trouble.UNREADABLE, place(response.url), "gave no answer of Notion's API")
    return said
