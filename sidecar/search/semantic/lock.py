"""One build, or one removal, of a data folder's word vectors at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

#: Beside the folder of the vectors, so that removing that leaves it alone.
_LOCK = "semantic.lock"


class BuildRunning(Exception):  # noqa: N818 - named for what it says
    """Another process builds word vectors for this data folder."""


@contextlib.contextmanager
def building(data_dir: Path) -> Iterator[None]:
    """Hold the right to change the word vectors of a data folder.

    Raises:
        BuildRunning: Another process has it; the message says what to do.
    """
    lock = FileLock(data_dir / _LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise BuildRunning("Word vectors are being built. Wait for it to end, or stop it first.") from None
    try:
        yield
    finally:
        lock.release()
