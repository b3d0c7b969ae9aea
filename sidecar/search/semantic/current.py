"""The word vectors in use: loaded when first asked for, exchanged when a build has put new ones there."""

from __future__ import annotations

import threading
from pathlib import Path

from sidecar.search.semantic import storage, vectors
from sidecar.search.semantic.vectors import WordVectors


class CurrentVectors:
    """The word vectors of one data folder, for all threads of a server.

    Args:
        folder: The folder `semantic` of the data folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._loaded: str | None = None
        self._vectors: WordVectors | None = None

    @property
    def vectors(self) -> WordVectors | None:
        """The vectors as of the last `reload_if_changed`; `None`: there are none."""
        return self._vectors

    def reload_if_changed(self) -> bool:
        """Take over what lies in the folder now. Reads one small file where nothing has changed.

        Returns:
            Whether other vectors, or none, are in use from now on.
        """
        with self._lock:
            name = storage.current_name(self.folder)
            if name == self._loaded:
                return False
            before = self._vectors
            self._loaded = name
            self._vectors = vectors.load(self.folder)
            return (before and before.name) != (self._vectors and self._vectors.name)
