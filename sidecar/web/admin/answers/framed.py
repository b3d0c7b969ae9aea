"""What an answer says, in a frame of its own: whatever it holds, it cannot reach the page around it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from sidecar.knowledge.model import Placeholder
from sidecar.web.admin.gate import Visit

_STYLE = (Path(__file__).parents[1] / "static" / "content.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
#: No script, no form, nothing of this server; pictures as agents see them.
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src https: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
}


def framed(
    visit: Visit,
    body: str | None,
    language: str,
    placeholders: Sequence[Placeholder] = (),
    *,
    told: bool = False,
) -> web.Response:
    """Return the document of the frame.

    Args:
        visit: of an admin.
        body: sanitised HTML; `None` where there is nothing to show yet.
        language: of the body.
        placeholders: of the body, where `told`.
        told: whether the frame itself tells language and placeholders.
    """
    shown = visit.show(
        "answers/content.html",
        body=body,
        style=_STYLE,
        tongue_tag=language,
        gaps=placeholders,
        told_below=told,
    )
    shown.headers.update(_HEADERS)
    return shown
