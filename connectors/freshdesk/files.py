"""Files that hang on an answer: their addresses are signed anew each time, so that they change daily."""

from __future__ import annotations

import re
from typing import Any

from connectors.model import Attachment
from connectors.parsing.fields import web_address

_QUERY = re.compile(r"(\bsrc\s*=\s*[\"'][^\"'?]*)\?[^\"']*", re.IGNORECASE)


def attachments(item: dict[str, Any]) -> tuple[Attachment, ...]:
    """Return the files of an answer, by their addresses without the signature."""
    found = []
    for file in item.get("attachments") or ():
        address = web_address(str(file.get("attachment_url") or "").partition("?")[0])
        if address is not None:
            name = str(file.get("name") or address)
            found.append(Attachment(name=name, url=address, media_type=file.get("content_type")))
    return tuple(found)


def steady(body: str) -> str:
    """Return a text as it counts for whether it changed: without the signatures of its pictures."""
    return _QUERY.sub(r"\1", body)
