"""Files that hang on macros and articles. Neither list has them: each answer is asked for its own.

Format: Zendesk's API reference, "List Macro Attachments", and Help Center API, "Article Attachments".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from connectors.hosted.api import Api
from connectors.model import Attachment
from connectors.parsing.fields import web_address
from connectors.zendesk.api import if_allowed

#: Files by the id of the macro or article they hang on.
Files = dict[int, tuple[Attachment, ...]]


async def of_macros(api: Api, ids: Iterable[int]) -> Files:
    """Return the files of macros."""
    return {id_: await _files(api, f"macros/{id_}/attachments", "macro_attachments") for id_ in set(ids)}


async def of_articles(api: Api, ids: Iterable[int]) -> Files:
    """Return the files below articles; pictures within the text are none of them."""
    path = "help_center/articles/{}/attachments"
    return {id_: await _files(api, path.format(id_), "article_attachments") for id_ in set(ids)}


async def _files(api: Api, path: str, key: str) -> tuple[Attachment, ...]:
    found = [_file(item) for item in await if_allowed(api, path, key) if not item.get("inline")]
    return tuple(file for file in found if file is not None)


def _file(item: dict[str, Any]) -> Attachment | None:
    address = web_address(item.get("content_url"))
    name = item.get("display_file_name") or item.get("file_name") or item.get("filename")
    if address is None:
        return None
    return Attachment(name=str(name or address), url=address, media_type=item.get("content_type"))
