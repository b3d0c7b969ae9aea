"""Where an article of the solutions lies, and who may see what lies there.

Format: Freshdesk's API reference, "Solution categories" and "Solution folders": folders lie in a category or,
where the plan has it, in other folders; a folder says who may see its articles.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from connectors.freshdesk.api import all_of, if_allowed
from connectors.hosted.api import Api
from connectors.model import Audience

#: `visibility` of a folder: everybody, customers who are signed in, agents. Others: customers of some kind.
_VISIBLE: dict[Any, Audience] = {1: Audience.PUBLIC, 2: Audience.PUBLIC, 3: Audience.INTERNAL}
#: Folders lie in folders; more levels than this are a circle.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A folder: its path in a language, and who may see its articles."""

    folder_id: int
    path: str
    audience: Audience


async def read(api: Api, language: str | None) -> AsyncIterator[Place]:
    """Yield all folders, each after the one it lies in.

    Args:
        api: of the account.
        language: another than the account's own, if any: names are in it where they are translated, and
            there are none where the account has it not.
    """
    suffix = f"/{language}" if language else ""
    ask = if_allowed if language else all_of
    for category in await ask(api, f"solutions/categories{suffix}"):
        folders = await ask(api, f"solutions/categories/{category['id']}/folders{suffix}")
        waiting = [([_name(category)], folder) for folder in folders]
        while waiting:
            above, folder = waiting.pop(0)
            path = [*above, _name(folder)]
            audience = _VISIBLE.get(folder.get("visibility"), Audience.UNKNOWN)
            yield Place(folder["id"], "::".join(filter(None, path)), audience)
            if folder.get("sub_folders_count") and len(path) < _DEEPEST:
                below = await if_allowed(api, f"solutions/folders/{folder['id']}/subfolders{suffix}")
                waiting += [(path, inner) for inner in below]


def _name(place: dict[str, Any]) -> str:
    return str(place.get("name") or "").strip()
