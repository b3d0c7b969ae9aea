"""The word vectors in use: exchanged when a build has put new ones there."""

from __future__ import annotations

import threading
from pathlib import Path

from sidecar.search.semantic import storage
from sidecar.search.semantic.storage import Found
from sidecar.search.semantic.vectors import WordVectors


class CurrentVectors:
    """The word vectors of one data folder, for all threads of a server.

    Args:
        folder: The folder `semantic` of the data folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._signature: storage.Signature = ()
        self._found = Found()
        self._vectors: WordVectors | None = None

    @property
    def vectors(self) -> WordVectors | None:
        """The vectors as of the last `reload_if_changed`; `None`: there are none, or they are damaged."""
        return self._vectors

    @property
    def found(self) -> Found:
        """What the last `reload_if_changed` found in the folder, and what is wrong with it."""
        return self._found

    def reload_if_changed(self) -> bool:
        """Take over what lies in the folder now. Looks at a few files where nothing has changed.

        Returns:
            Whether other vectors, or none, are in use from now on.
        """
        with self._lock:
            signature = storage.signature(self.folder)
            if signature == self._signature:
                return False
            before = self._vectors
            found = storage.inspect(self.folder)
            self._signature, self._found = signature, found
            self._vectors = None if found.tables is None else WordVectors(found.tables)
            return (before and before.name) != (self._vectors and self._vectors.name)
