"""Tells when files of this machine change, so that what was written a moment ago can be found."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

log = logging.getLogger("cuecard.sync")

#: How long, in milliseconds, changes may go on before they are told: a checkout is one change, not thousands.
SETTLE_MS = 2000
#: After so many seconds a place that was not there is looked for again.
RETRY_SECONDS = 60.0


async def watch(places: Sequence[Path], changed: Callable[[], object]) -> None:
    """Call `changed` whenever something at these places has changed; ends only when it is cancelled.

    A file is watched by its folder: most editors write a new file and rename it over the old one. A place
    that vanishes, such as a share, is looked for again.
    """
    watchfiles = await asyncio.to_thread(importlib.import_module, "watchfiles")
    folders = {place for place in places if await asyncio.to_thread(place.is_dir)}
    files = {place for place in places if place not in folders}

    def concerns(_change: object, path: str) -> bool:
        found = Path(path)
        return found in files or any(found.is_relative_to(folder) for folder in folders)

    while True:
        watched = [*folders, *(place.parent for place in files)]
        try:
            async for _ in watchfiles.awatch(
                *watched, watch_filter=concerns, debounce=SETTLE_MS, recursive=bool(folders)
            ):
                changed()
        except (OSError, RuntimeError) as error:
            log.info("Files are not watched just now (%s).", type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS)
