"""What can go wrong with the index. None of it is a loss: the index is rebuilt from the store."""

from __future__ import annotations

from types import TracebackType
from typing import final


class IndexFault(Exception):  # noqa: N818 - named for what it says
    """The index is damaged, of another version, or refused a write: throw it away and rebuild it."""


class IndexBusy(Exception):  # noqa: N818 - named for what it says
    """Another process has the index open for writing: stop that one, or use its port."""


_FAULTS = (ValueError, OSError, RuntimeError, TypeError, OverflowError)


@final
class _Faults:
    # Entered many times for one ticket: a generator would cost several times as much.

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, _FAULTS):
            if "LockBusy" in str(error) or "Failed to acquire" in str(error):
                raise IndexBusy("The search index is in use by another Cuecard: stop it first.") from error
            raise IndexFault(f"The search index failed: {error}. It is rebuilt from the store.") from error
        if error is not None and type(error).__name__ == "PanicException":
            raise IndexFault(
                f"The search engine panicked: {error}. The index is rebuilt from the store."
            ) from error


_CONTEXT = _Faults()


def tantivy_faults() -> _Faults:
    """Return a context that turns every way in which Tantivy fails into `IndexFault` or `IndexBusy`.

    A Rust panic arrives as `PanicException`, which is a `BaseException` and would otherwise pass every
    handler.

    Raises:
        IndexBusy: Another process holds the writer lock.
        IndexFault: Anything else.
    """
    return _CONTEXT
