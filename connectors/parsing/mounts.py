"""Notices shares that went away: what was mounted somewhere leaves an empty folder behind.

Nobody can tell such a folder from one that somebody emptied, but by the device it is on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from connectors.contract import SourceUnavailable


def devices(root: Path) -> dict[str, int]:
    """Return the device a folder is on (under `""`), and those of the folders directly in it on other ones.

    Raises:
        OSError: if the folder is not there.
    """
    own = root.stat().st_dev
    found = {"": own}
    for entry in os.scandir(root):
        try:
            device = entry.stat(follow_symlinks=False).st_dev if entry.is_dir(follow_symlinks=False) else own
        except OSError:
            continue  # it vanished under our eyes, or may not be looked at: the listing names it
        if device != own:
            found[entry.name] = device
    return found


def is_gone(before: Any, now: Mapping[str, int], *, is_empty: bool) -> bool:
    """Whether the folder itself was on another device when it was last read whole, and is empty now.

    Args:
        before: what `devices` returned then; anything else if that is not known.
        now: what it returns now.
        is_empty: whether no file was found.
    """
    then = before.get("") if isinstance(before, dict) else None
    return is_empty and then is not None and then != now[""]


def remembered(path: Path, cursor: Any, *, is_empty: bool) -> dict[str, Any]:
    """Return the cursor that remembers the device of an unpacked export.

    Args:
        path: the export; a file tells by itself when its share is gone.
        cursor: what this returned at the end of the last whole pass, if there was one.
        is_empty: whether nothing was found in it.

    Raises:
        SourceUnavailable: if it is the empty folder that a share left behind.
    """
    now = {"": path.stat().st_dev}
    before = cursor.get("devices") if isinstance(cursor, dict) else None
    if is_gone(before, now, is_empty=is_empty):
        raise SourceUnavailable(
            f"{path} is empty, and no longer the share that was read before: connect the share."
        )
    return {"devices": now}


def gone_within(before: Any, now: Mapping[str, int]) -> list[str]:
    """Return the names of folders that were mounted when the folder was last read whole, and are not now."""
    if not isinstance(before, dict):
        return []
    return sorted(name for name in before if name and name not in now)
