"""The contract between a connector and the host that runs it.

A connector is one class per source. The host creates it with a validated config and a `Context`, asks it to
`check()` itself, and iterates over `pull(cursor)`. It writes each batch of events and the `Checkpoint` that
closes it in one transaction, so a run that is killed anywhere and started again ends with the same set of
documents.

Deletions reach the host in two ways: an explicit `Delete`, or a complete pass, that is a `Checkpoint` with
`complete=True` at the end of a pull that named every document the source has (`Upsert`, `Unchanged` or
`Failure`). What a complete pass did not name is gone at the source.
"""

from __future__ import annotations

import abc
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, ParamSpec, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from connectors.model import Document

if TYPE_CHECKING:
    from connectors.http import Http

ConfigT = TypeVar("ConfigT", bound=BaseModel)
P = ParamSpec("P")
T = TypeVar("T")

#: Any JSON value; opaque to the host, which stores it and hands it back to the next run.
Cursor = Any


# --- events: what `pull` yields -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Upsert:
    """A document that is new or may have changed.

    `fingerprint` is a cheap mark of this state of the document (size and time of a file, an ETag). The host
    keeps it and offers it to the next run through `Context.fingerprint`.
    """

    document: Document
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A document that is still there with the fingerprint the host already has: nothing was read."""

    external_id: str


@dataclass(frozen=True, slots=True)
class Delete:
    """A document the source says is gone, or may no longer be shown."""

    external_id: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that exists but could not be read; the host keeps its old version and lists the reason.

    `reason` is a sentence for the admin that says what to do. `fingerprint` lets an unchanged broken document
    be skipped (yield the same `Failure` again rather than reading it anew).
    """

    external_id: str
    reason: str
    retryable: bool = False
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was found and left out on purpose; the run's log says so with the reason.

    It counts as not there: a version that was stored before goes with the next complete pass.
    """

    external_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything yielded so far may be committed together with this cursor.

    `complete` closes a pass that named every document of the source: what was not named is swept.

    A run that was cut off is gone on with where there is a cursor: what it named counts as named. Where the
    cursor is no place to go on from but a mere memory, and the next run names everything anew, `resumes` is
    false.
    """

    cursor: Cursor = None
    complete: bool = False
    resumes: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the run is. `total` is `None` while unknown."""

    done: int
    total: int | None = None
    note: str = ""


Event = Upsert | Unchanged | Delete | Failure | Skipped | Checkpoint | Progress


# --- checks -------------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What a check found. `INDETERMINATE` (a timeout, a 5xx) is no proof that the configuration is wrong."""

    PASSED = "passed"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True)
class Check:
    """One named check; `remedy` says what the admin should do if it did not pass."""

    name: str
    outcome: Outcome
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All checks of a source."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether no check failed."""
        return all(check.outcome is not Outcome.FAILED for check in self.checks)


# --- errors a connector may raise: the source as a whole cannot be read -------------------------------------


class ConnectorError(Exception):
    """The source cannot be read; the message says what to do. Documents already stored are kept."""


class ConfigInvalid(ConnectorError):  # noqa: N818 - named for what it says, as in the admin's view
    """The configuration cannot work (a folder that does not exist, an unknown column)."""


class SourceUnavailable(ConnectorError):  # noqa: N818 - named for what it says
    """The source is not there just now (a vanished share, a timeout): try again later; nothing is swept."""


def failed_check(name: str, error: ConnectorError, remedy: str) -> CheckReport:
    """Return the report of a source that cannot be read at all."""
    return CheckReport((Check(name, Outcome.FAILED, str(error), remedy),))


def invalid(external_id: str, error: ValidationError, fingerprint: str | None) -> Failure:
    """Return the failure of a document whose fields say what none can (pydantic's first complaint)."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return Failure(external_id, f"{where}: {first['msg']}.", fingerprint=fingerprint)


class ParseFailed(Exception):  # noqa: N818 - named for what it says
    """One document could not be parsed; the message is the reason shown to the admin."""


# --- what the host gives ------------------------------------------------------------------------------------


class Context(Protocol):
    """What a running connector may use of its host."""

    @property
    def log(self) -> logging.Logger:
        """A logger that removes secrets."""

    @property
    def http(self) -> Http:
        """The way to the web, for this run only. Connectors open no session of their own."""

    def storage(self) -> Path:
        """Return a folder of this source's own, made if need be, that is there in later runs too.

        It touches the disk: call it in a `thread`.
        Only for what can be had again, such as a copy of a repository: it may be removed between two runs.
        """

    def fingerprint(self, external_id: str) -> str | None:
        """Return the fingerprint stored with the last version (or failure) of a document, if any."""

    def failure(self, external_id: str) -> str | None:
        """Return the reason if the stored fingerprint belongs to a failure rather than a readable version."""

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a module-level function in a guarded child process (memory, time) and return its result.

        Arguments and result must be picklable. Raises `ParseFailed` if it fails, takes too long or needs too
        much.
        """

    async def thread(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a blocking function (reading a file, decoding text) in a worker thread."""


class Capability(Enum):
    """What a connector can do beyond a plain pull."""

    INVENTORY = "inventory"


@dataclass(frozen=True, slots=True)
class Manifest(Generic[ConfigT]):
    """How a connector introduces itself. The admin form is made from `config_model`'s JSON schema."""

    id: str
    title: str
    summary: str
    config_model: type[ConfigT]
    docs_url: str | None = None
    api_version: int = 1
    capabilities: frozenset[Capability] = field(default_factory=frozenset)


class Connector(abc.ABC, Generic[ConfigT]):
    """Base of all connectors. Creating one does no input or output."""

    manifest: ClassVar[Manifest[Any]]

    def __init__(self, config: ConfigT, context: Context) -> None:
        self.config = config
        self.context = context

    @abc.abstractmethod
    async def check(self) -> CheckReport:
        """Find out whether the source can be read with this configuration; change nothing."""

    @abc.abstractmethod
    def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield what the source has, from `cursor` (`None` on a first or fresh run) on."""

    def known(self, external_id: str, fingerprint: str) -> Event | None:
        """Return the event for a document that is as the host has it already, so that it need not be read.

        One that failed in this very state fails again with the same reason; `None` if it is new or changed.
        """
        if self.context.fingerprint(external_id) != fingerprint:
            return None
        reason = self.context.failure(external_id)
        return Failure(external_id, reason, fingerprint=fingerprint) if reason else Unchanged(external_id)

    def watched(self) -> tuple[Path, ...]:
        """Return the files and folders of this machine whose change means that the source changed.

        By default the setting `path`, where there is one.
        """
        path = getattr(self.config, "path", None)
        return (path,) if isinstance(path, Path) else ()

    def inventory(self) -> AsyncIterator[str]:
        """Yield the external ids of all documents, where the source can list them cheaply (`Capability`)."""
        raise NotImplementedError
