"""The `replies` source: saved replies from CSV, JSON, JSON Lines or YAML, one file or a folder of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath
from connectors.contract import (
    Check,
    Checkpoint,
    CheckReport,
    Connector,
    Cursor,
    Event,
    Failure,
    Manifest,
    Outcome,
    ParseFailed,
    Progress,
    SourceUnavailable,
    Unchanged,
    Upsert,
    failed_check,
)
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.decode import decode
from connectors.parsing.records import READERS, Row
from connectors.parsing.reply import document, external_id
from connectors.parsing.walk import is_leftover

#: Part of every fingerprint: raise it when more is read out of the same rows than before.
READER_VERSION = 1
MAX_BYTES = 50_000_000
_BATCH = 200


class RepliesConfig(BaseModel):
    """Where the replies lie, and what holds for those that do not say it themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: LocalPath = Field(
        title="File", description="A CSV, JSON, JSONL or YAML file, or a folder of such files."
    )
    kind: Kind = Field(
        Kind.REPLY, title="Used as", description="Replies are inserted as they stand, articles quoted."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()
    body_format: BodyFormat | None = Field(
        None,
        title="Markup",
        description="html, markdown or text; empty: what has HTML tags is HTML, the rest text.",
    )
    placeholder_syntax: str | None = Field(
        None,
        title="Placeholders",
        description="The system whose placeholders are used; empty to recognise them.",
    )


class RepliesConnector(Connector[RepliesConfig]):
    """Reads tables of replies. Only `title` and `body` are required; a bad row never loses the others."""

    manifest = Manifest(
        id="replies",
        title="File of saved replies",
        summary="CSV, JSON, JSON Lines or YAML with at least `title` and `body`.",
        config_model=RepliesConfig,
    )

    async def check(self) -> CheckReport:
        """Find out whether the file can be read and how many of its rows can."""
        try:
            events = [event async for event in self.pull(None)]
        except SourceUnavailable as error:
            return failed_check("file", error, "Correct the path or the file.")
        good = sum(isinstance(event, (Upsert, Unchanged)) for event in events)
        bad = [event for event in events if isinstance(event, Failure)]
        outcome = Outcome.PASSED if good else Outcome.INDETERMINATE if not bad else Outcome.FAILED
        checks = [
            Check("replies", outcome, f"{good} replies can be read.", "" if good else "Add rows to the file.")
        ]
        checks += [
            Check(
                "row",
                Outcome.INDETERMINATE,
                f"{failure.external_id}: {failure.reason}",
                "Correct it in the file.",
            )
            for failure in bad[:20]
        ]
        return CheckReport(tuple(checks))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every row, in the order of the files.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored. Of rows
        with the same id the first counts.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if the file is not there, or as a whole cannot be read.
        """
        del cursor
        events = await self.context.thread(self._read_all)
        for start in range(0, len(events), _BATCH):
            for event in events[start : start + _BATCH]:
                yield event
            yield Progress(min(start + _BATCH, len(events)), len(events))
            yield Checkpoint()
        yield Checkpoint(complete=all(_is_named(event) for event in events))

    def _read_all(self) -> list[Event]:
        """Read all files; runs in a worker thread."""
        path = self.config.path
        try:
            files = _files(path)
            tables = [(file, _rows(file)) for file in files]
        except OSError as error:
            raise _unavailable(path, error) from error
        return list(self._events(tables, several=path.is_dir()))

    def _events(self, tables: Iterable[tuple[Path, list[Row]]], *, several: bool) -> Iterator[Event]:
        settings = f"{READER_VERSION}{self.config.model_dump_json(exclude={'path'})}"
        taken: dict[str, str] = {}
        for file, rows in tables:
            for row in rows:
                place = f"{file.name}, {row.place}" if several else row.place
                yield self._event(row, place, taken, settings)

    def _event(self, row: Row, place: str, taken: dict[str, str], settings: str) -> Event:
        identity = external_id(row.record)
        if identity is None:
            reason = row.error or "It has no title: fill in the column `title`."
            return Failure(_NAMELESS + place, f"{_capital(place)}: {reason}")
        if identity in taken:
            reason = f"{_capital(place)}: '{identity}' is already {taken[identity]}: give it its own `id`."
            return Failure(f"{identity} ({place})", reason)
        taken[identity] = place
        if row.error:
            return Failure(identity, f"{_capital(place)}: {row.error}")
        content = json.dumps(row.record, sort_keys=True, default=str, ensure_ascii=False)
        fingerprint = hashlib.sha256(f"{settings}{content}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
        return self._known(identity, fingerprint) or self._new(identity, fingerprint, row, place)

    def _known(self, identity: str, fingerprint: str) -> Event | None:
        if self.context.fingerprint(identity) != fingerprint or self.context.failure(identity):
            return None
        return Unchanged(identity)

    def _new(self, identity: str, fingerprint: str, row: Row, place: str) -> Event:
        config = self.config
        defaults: dict[str, Any] = {
            "kind": config.kind,
            "audience": config.audience,
            "language": config.language,
            "groups": config.groups,
            "placeholder_syntax": config.placeholder_syntax,
        }
        try:
            return Upsert(document(row.record, defaults, config.body_format), fingerprint)
        except ParseFailed as error:
            return Failure(identity, f"{_capital(place)}: {error}", fingerprint=fingerprint)


#: Marks the external id of a row that could not be told which reply it is.
_NAMELESS = "? "


def _is_named(event: Event) -> bool:
    """Whether it is known which reply a row was: one that is not may be any that was stored before."""
    return not (isinstance(event, Failure) and event.external_id.startswith(_NAMELESS))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if path.suffix.lower() not in READERS:
            raise SourceUnavailable(
                f"{path.name} is of no kind that is read here: use {', '.join(sorted(READERS))}."
            )
        return [path]
    files = [file for file in path.iterdir() if file.suffix.lower() in READERS and not is_leftover(file.name)]
    return sorted(file for file in files if file.is_file())


def _rows(file: Path) -> list[Row]:
    """Read one file; one that is unreadable as a whole stops the run, for its replies are not deleted."""
    if file.stat().st_size > MAX_BYTES:
        raise SourceUnavailable(f"{file.name} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
    try:
        return list(READERS[file.suffix.lower()](decode(file.read_bytes())))
    except ParseFailed as error:
        raise SourceUnavailable(f"{file.name}: {error}") from None


def _unavailable(path: Path, error: OSError) -> SourceUnavailable:
    if isinstance(error, FileNotFoundError):
        return SourceUnavailable(f"{path} is not there: correct the path, or connect the drive or share.")
    if isinstance(error, PermissionError):
        return SourceUnavailable(f"{path} may not be read: allow Cuecard's user to open it.")
    return SourceUnavailable(f"{path} cannot be read just now ({error.strerror or error}): try again later.")


def _capital(place: str) -> str:
    return place[:1].upper() + place[1:]
