"""The `google` source: the documents of a Takeout or of a download from Drive, in Drive's folders."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import Field, ValidationError

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath, SourceConfig
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
from connectors.google.layout import INFO, LAYOUT
from connectors.google.pages import Read, Source, read_all
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing import bundle, mounts, names
from connectors.parsing.batches import parse_all
from connectors.parsing.bundle import Entry
from connectors.parsing.fields import read_moment
from connectors.parsing.formats import FORMATS, read_file
from connectors.parsing.model import Parsed

#: Part of every fingerprint: raise it when more is read out of the same documents than before.
READER_VERSION = 1
_BATCH = 50
_NAMELESS = "untitled"


class GoogleConfig(SourceConfig):
    """Where the export lies, and what holds for all of it."""

    path: LocalPath = Field(
        title="Export",
        description="The zip of a Takeout or of a download from Drive, a folder with its parts, or unpacked.",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """One document to be read, with what Drive says of it."""

    entry: Entry
    fingerprint: str
    suffix: str
    info: dict[str, Any]


class GoogleConnector(Connector[GoogleConfig]):
    """Reads an export. A document goes by its path in Drive; comments and pictures are not read."""

    manifest = Manifest(
        id="google",
        title="Google Docs export",
        summary="Documents of a Takeout or a download from Drive: Word, HTML, Markdown, PDF and others.",
        config_model=GoogleConfig,
        docs_url="https://support.google.com/accounts/answer/3024190",
    )

    async def check(self) -> CheckReport:
        """Find out whether the export can be opened, and what it holds."""
        try:
            found = await self.context.thread(_suffixes, self.config.path)
        except SourceUnavailable as error:
            return failed_check("export", error, "Correct the path, or export from Google anew.")
        if not found:
            remedy = "In Takeout choose Drive, with documents as .docx or .html."
            return CheckReport((Check("documents", Outcome.INDETERMINATE, "It holds no document.", remedy),))
        counts = ", ".join(f"{found.count(suffix)} {suffix}" for suffix in sorted(set(found)))
        return CheckReport((Check("documents", Outcome.PASSED, f"{len(found)} documents: {counts}."),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every document, in the order of their paths.

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
            opened.__exit__(None, None, None)
        yield Checkpoint(memory, complete=True, resumes=False)

    def _jobs(self, entries: Sequence[Entry]) -> list[_Job]:
        """Put each document together with what Drive says of it; runs in a worker thread."""
        settings = f"{READER_VERSION}{self.config.model_dump_json(exclude={'path'})}"
        infos = {entry.name.removesuffix(INFO): entry for entry in entries if entry.name.endswith(INFO)}
        jobs = []
        for entry in entries:
            if entry.name.endswith(INFO):
                continue
            path = PurePosixPath(entry.name)
            beside = infos.get(entry.name) or infos.get(str(path.with_suffix("")))
            mark = hashlib.sha256(f"{settings}{beside and beside.mark}".encode()).hexdigest()[:8]
            info = _info(beside) if beside else {}
            jobs.append(_Job(entry, f"{entry.mark}-{mark}", path.suffix.lower(), info))
        return jobs

    async def _read(self, batch: Sequence[_Job]) -> list[Event]:
        events = {job.entry.name: self.known(job.entry.name, job.fingerprint) for job in batch}
        new = [job for job in batch if events[job.entry.name] is None]
        loaded = [await self._load(job) for job in new]
        sources = [source for source in loaded if isinstance(source, Source)]
        done = iter(await parse_all(self.context, read_all, sources, _unread))
        for job, source in zip(new, loaded, strict=True):
            events[job.entry.name] = self._event(job, source if isinstance(source, Read) else next(done))
        return [event for event in events.values() if event is not None]

    async def _load(self, job: _Job) -> Source | Read:
        """Return a document's bytes to be read with others; one of a format that needs a file, read."""
        try:
            data = await self.context.thread(job.entry.read)
            if FORMATS[job.suffix].guarded_parse is None:
                return Source(job.suffix, data)
            return Read(await self._parse_file(data, job.suffix))
        except ParseFailed as error:
            return _unread(str(error))
        except OSError as error:
            said = f"The document cannot be read just now ({error.strerror or error}): it is tried again."
            return Read(error=said, retryable=True)

    async def _parse_file(self, data: bytes, suffix: str) -> Parsed:
        folder = await self.context.thread(tempfile.TemporaryDirectory)
        try:
            path = Path(folder.name, f"document{suffix}")
            await self.context.thread(path.write_bytes, data)
            return await self.context.parse(read_file, str(path), suffix)
        finally:
            await self.context.thread(folder.cleanup)

    def _event(self, job: _Job, read: Read) -> Event:
        external_id = job.entry.name
        if read.parsed is None:
            reason = read.error or "The document cannot be read: export it anew."
            return Failure(external_id, reason, read.retryable, None if read.retryable else job.fingerprint)
        if read.parsed.draft:
            return Delete(external_id)
        # In Drive a document's name is its title, whatever its first heading says.
        named = str(job.info.get("title") or names.title_of(external_id, None))
        heading = read.parsed.title if named.casefold().startswith(_NAMELESS) else None
        fields = {
            "audience": self.config.audience,
            "groups": self.config.groups,
            "language": self.config.language,
            "folder": names.folder_of(external_id),
            "updated_at": read_moment(job.info.get("last_modified_by_me") or ""),
            "kind": Kind.ARTICLE,
            **read.parsed.fields,
        }
        try:
            document = Document(
                external_id=external_id,
                title=heading or named,
                body=read.parsed.body,
                body_format=BodyFormat(read.parsed.body_format),
                **fields,
            )
        except ValidationError as error:
            return invalid(external_id, error, job.fingerprint)
        return Upsert(document, job.fingerprint)


def _unread(reason: str) -> Read:
    return Read(error=reason)


def _suffixes(path: Path) -> list[str]:
    with bundle.opened(path, LAYOUT) as entries:
        return [
            PurePosixPath(entry.name).suffix.lower() for entry in entries if not entry.name.endswith(INFO)
        ]


def _info(entry: Entry) -> dict[str, Any]:
    """Return what Drive says of a document; nothing if that cannot be read: the document counts."""
    try:
        said = json.loads(entry.read())
    except (ValueError, ParseFailed, OSError):
        return {}
    return said if isinstance(said, dict) else {}
