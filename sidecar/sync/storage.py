"""Folders in which sources keep what can be had again, such as a copy of a repository."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

FOLDER = "sources"


class Storage:
    """Gives each source a folder of its own.

    Args:
        data_dir: the data folder; without one, the folders last as long as this object.
    """

    def __init__(self, data_dir: Path | None = None) -> None:
        self._root = None if data_dir is None else data_dir / FOLDER
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def of(self, source_id: str | None) -> Path:
        """Return the folder of a source, made if need be; a passing one if it is not added yet."""
        if self._root is None or source_id is None:
            if self._temporary is None:
                self._temporary = tempfile.TemporaryDirectory(prefix="cuecard-", ignore_cleanup_errors=True)
            folder = Path(self._temporary.name) / _plain(source_id or "unsaved")
        else:
            folder = self._root / _plain(source_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def remove(self, source_id: str) -> None:
        """Remove the folder of a source that was removed."""
        if self._root is not None:
            shutil.rmtree(self._root / _plain(source_id), ignore_errors=True)

    def close(self) -> None:
        """Remove passing folders."""
        if self._temporary is not None:
            self._temporary.cleanup()


def _plain(source_id: str) -> str:
    return re.sub(r"\W", "_", source_id)
