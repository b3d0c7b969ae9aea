"""The `notion` source: the pages and databases of an export, under their places in the workspace."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath
from connectors.contract import (
    Check,
    Checkpoint,
    CheckReport,
    Connector,
    Cursor,
    Delete,
    Event,
    Failure,
    Manifest,
    Outcome,
    ParseFailed,
    Progress,
    SourceUnavailable,
    Upsert,
    failed_check,
    invalid,
)
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.notion.layout import LAYOUT
from connectors.notion.pages import Read, Source, article_id, columns_of, identity, read_all
from connectors.parsing import bundle, mounts
from connectors.parsing.batches import parse_all
from connectors.parsing.bundle import Entry

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_BATCH = 50


class NotionConfig(BaseModel):
    """Where the export lies, and what holds for all of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: LocalPath = Field(
        title="Export",
        description="The zip file Notion sent (Markdown & CSV, or HTML), or the folder it was unpacked to.",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """One page to be read, with what its surroundings say about it."""

    entry: Entry
    external_id: str
    fingerprint: str
    columns: tuple[str, ...]


class NotionConnector(Connector[NotionConfig]):
    """Reads an export. A page keeps its id, and so its history, when it is renamed or moved in Notion."""

    manifest = Manifest(
        id="notion",
        title="Notion export",
        summary="Pages and databases of an export as Markdown & CSV or HTML, zipped or unpacked.",
        config_model=NotionConfig,
        docs_url="https://www.notion.com/help/export-your-content",
    )

    async def check(self) -> CheckReport:
        """Find out whether the export can be opened, and what it holds."""
        try:
            names = await self.context.thread(_names, self.config.path)
        except SourceUnavailable as error:
            return failed_check("export", error, "Correct the path, or export the workspace anew.")
        databases = len({identity(PurePosixPath(name).name) for name in names if name.endswith(".csv")})
        pages = sum(not name.endswith(".csv") for name in names)
        if not names:
            remedy = "Export with subpages, as Markdown & CSV or HTML."
            return CheckReport((Check("pages", Outcome.INDETERMINATE, "It holds no page.", remedy),))
        return CheckReport((Check("pages", Outcome.PASSED, f"{pages} pages and {databases} databases."),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every page and database, in the order of their paths.

        A run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: on which device the export was when it was last read whole.

        Raises:
            SourceUnavailable: if the export is not there, or is none.
        """
        opened = bundle.opened(self.config.path, LAYOUT)
        entries = await self.context.thread(opened.__enter__)
        try:
            jobs = await self.context.thread(self._jobs, entries)
            memory = await self.context.thread(
                mounts.remembered, self.config.path, cursor, is_empty=not entries
            )
            yield Progress(0, len(jobs))
            for start in range(0, len(jobs), _BATCH):
                batch = jobs[start : start + _BATCH]
                for event in await self._read(batch):
                    yield event
                yield Progress(start + len(batch), len(jobs), batch[-1].entry.name)
                yield Checkpoint(memory, resumes=False)
        finally:
            _close(opened)
        yield Checkpoint(memory, complete=True, resumes=False)

    def _jobs(self, entries: Sequence[Entry]) -> list[_Job]:
        """Say for each page by which id it goes; runs in a worker thread."""
        settings = f"{READER_VERSION}{self.config.model_dump_json(exclude={'path'})}"
        # Notion writes a database twice: as the view shows it, and whole.
        whole = {entry.name.removesuffix("_all.csv") for entry in entries if entry.name.endswith("_all.csv")}
        columns: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            if entry.name.endswith(".csv"):
                place = entry.name.removesuffix(".csv").removesuffix("_all")
                columns[place] = tuple(dict.fromkeys([*columns.get(place, ()), *_columns(entry)]))
        jobs: dict[str, _Job] = {}
        for entry in entries:
            if entry.name.endswith(".csv") and entry.name.removesuffix(".csv") in whole:
                continue
            row_of = columns.get(str(PurePosixPath(entry.name).parent), ())
            mark = hashlib.sha256(f"{settings}{entry.name}{row_of}".encode()).hexdigest()[:8]
            external_id = _id(entry)
            jobs.setdefault(external_id, _Job(entry, external_id, f"{entry.mark}-{mark}", row_of))
        return list(jobs.values())

    async def _read(self, batch: Sequence[_Job]) -> list[Event]:
        events = {job.external_id: self.known(job.external_id, job.fingerprint) for job in batch}
        new = [job for job in batch if events[job.external_id] is None]
        loaded = await self.context.thread(_load, new)
        sources = [source for source in loaded if isinstance(source, Source)]
        done = iter(await parse_all(self.context, read_all, sources, _unread))
        for job, source in zip(new, loaded, strict=True):
            events[job.external_id] = self._event(job, source if isinstance(source, Read) else next(done))
        return [event for event in events.values() if event is not None]

    def _event(self, job: _Job, read: Read) -> Event:
        if read.parsed is None:
            fingerprint = None if read.retryable else job.fingerprint
            reason = read.error or "The page cannot be read: export it anew."
            return Failure(job.external_id, reason, read.retryable, fingerprint)
        if read.parsed.draft:
            return Delete(job.external_id)
        parents = [identity(part)[0] for part in PurePosixPath(job.entry.name).parent.parts]
        fields = {
            "audience": self.config.audience,
            "groups": self.config.groups,
            "language": self.config.language,
            "folder": "::".join(filter(None, parents)) or None,
            **read.parsed.fields,
        }
        try:
            document = Document(
                external_id=job.external_id,
                kind=Kind.ARTICLE,
                title=read.parsed.title or job.entry.name,
                body=read.parsed.body,
                body_format=BodyFormat(read.parsed.body_format),
                url=_address(job.external_id),
                **fields,
            )
        except ValidationError as error:
            return invalid(job.external_id, error, job.fingerprint)
        return Upsert(document, job.fingerprint)


def _unread(reason: str) -> Read:
    return Read(error=reason)


def _close(opened: AbstractContextManager[object]) -> None:
    opened.__exit__(None, None, None)


def _names(path: LocalPath) -> list[str]:
    with bundle.opened(path, LAYOUT) as entries:
        return [entry.name for entry in entries]


def _columns(entry: Entry) -> tuple[str, ...]:
    try:
        return columns_of(entry.read())
    except (ParseFailed, OSError):
        # The table itself is listed with its reason; its rows are read without knowing their properties.
        return ()


def _id(entry: Entry) -> str:
    """Return the id Notion gave the page; its path where the export tells none."""
    found = identity(PurePosixPath(entry.name).name)[1]
    if found is None and entry.name.endswith(".html"):
        try:
            found = article_id(entry.read())
        except (ParseFailed, OSError):
            found = None
    return found or entry.name


def _address(external_id: str) -> str | None:
    is_id = len(external_id) == 32 and "/" not in external_id and "." not in external_id  # noqa: PLR2004 - as Notion writes them
    return f"https://www.notion.so/{external_id}" if is_id else None


def _load(jobs: Sequence[_Job]) -> list[Source | Read]:
    """Return the bytes of pages, or why they cannot be had; runs in a worker thread."""
    loaded: list[Source | Read] = []
    for job in jobs:
        try:
            loaded.append(Source(job.entry.name, job.entry.read(), job.columns))
        except ParseFailed as error:
            loaded.append(Read(error=str(error)))
        except OSError as error:
            reason = (
                f"The page cannot be read just now ({error.strerror or error}): it is tried again next time."
            )
            loaded.append(Read(error=reason, retryable=True))
    return loaded
