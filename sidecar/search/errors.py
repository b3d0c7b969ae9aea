"""What can go wrong with the index. None of it is a loss: the index is rebuilt from the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class IndexFault(Exception):  # noqa: N818 - named for what it says
    """The index is damaged, of another version, or refused a write: throw it away and rebuild it."""


class IndexBusy(Exception):  # noqa: N818 - named for what it says
    """Another process has the index open for writing: stop that one, or use its port."""


@contextmanager
def tantivy_faults() -> Iterator[None]:
    """Turn every way in which Tantivy fails into `IndexFault` or `IndexBusy`.

    A Rust panic arrives as `PanicException`, which is a `BaseException` and would otherwise pass every
    handler.

    Raises:
        IndexBusy: Another process holds the writer lock.
        IndexFault: Anything else.
    """
    try:
        yield
    except (ValueError, OSError, RuntimeError, TypeError, OverflowError) as error:
        if "LockBusy" in str(error) or "Failed to acquire" in str(error):
            raise IndexBusy("The search index is in use by another Cuecard: stop it first.") from error
        raise IndexFault(f"The search index failed: {error}. It is rebuilt from the store.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFault(
            f"The search engine panicked: {error}. The index is rebuilt from the store."
        ) from error
