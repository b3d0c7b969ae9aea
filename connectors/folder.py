"""The `folder` source: documents of many formats below a folder of this machine or a share."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath, TextList
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
from connectors.filing import filed
from connectors.model import Audience, Kind
from connectors.parsing import mounts, names
from connectors.parsing.formats import FORMATS, UNREAD, read_file
from connectors.parsing.globs import matcher
from connectors.parsing.model import Parsed
from connectors.parsing.walk import Found, Listing, is_within, list_files

#: Part of every fingerprint: raise it when the parsers read more out of the same files than before.
READER_VERSION = 2
_BATCH = 50


class FolderConfig(BaseModel):
    """Where the files lie and what they are for. What a file says about itself goes before this."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: LocalPath = Field(title="Folder", description="Read with everything below it.")
    kind: Kind = Field(
        Kind.ARTICLE, title="Used as", description="Articles are quoted, replies are inserted as they stand."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()
    include: TextList = Field(
        (),
        title="Only these files",
        description="Patterns such as *.md or guides/**; empty means all that can be read.",
    )
    exclude: TextList = Field(
        (), title="Not these", description="Patterns of files or folders, such as drafts."
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to be read, with what its surroundings say about it."""

    found: Found
    fingerprint: str
    language: str | None
    translation_of: str | None


class FolderConnector(Connector[FolderConfig]):
    """Reads a folder. A file that did not change costs one look at its size and time."""

    manifest = Manifest(
        id="folder",
        title="Folder of files",
        summary=(
            "Markdown, HTML, text, reStructuredText, AsciiDoc, PDF, Word, OpenDocument, PowerPoint, EPUB,"
            " RTF and mail files, found recursively."
        ),
        config_model=FolderConfig,
    )

    async def check(self) -> CheckReport:
        """Find out whether the folder can be listed, and what in it would be read."""
        try:
            listing = await self._list()
        except SourceUnavailable as error:
            return failed_check("folder", error, "Correct the path or its permissions.")
        return CheckReport((Check("folder", Outcome.PASSED, str(self.config.path)), *_findings(listing)))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every file, in the order of its path.

        A run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: on which devices the folder and the shares in it were when it was last read whole.

        Raises:
            SourceUnavailable: if the folder is not there, or vanishes while it is read.
        """
        before = cursor.get("devices") if isinstance(cursor, dict) else None
        listing = await self._list()
        mounted = await self._look(before, listing)
        jobs = await self.context.thread(self._jobs, listing)
        yield Progress(0, len(jobs))
        for start in range(0, len(jobs), _BATCH):
            batch = jobs[start : start + _BATCH]
            for event in await self._read(batch):
                yield event
            yield Progress(start + len(batch), len(jobs), batch[-1].found.external_id)
            yield Checkpoint(cursor, resumes=False)
        for folder, reason in listing.unlisted.items():
            yield Failure(
                f"{folder}/",
                f"The folder cannot be listed ({reason}): connect it, or allow Cuecard to read it.",
                retryable=True,
            )
        # A share that went away reads as a folder without files: only one that is still there tells of
        # deletions.
        if await self._look(before, listing) != mounted:
            raise SourceUnavailable(
                f"A share in {self.config.path} came or went while it was read: it is read anew next time."
            )
        is_whole = not listing.unlisted
        memory = {"devices": mounted} if is_whole else cursor
        yield Checkpoint(memory, complete=is_whole, resumes=False)

    async def inventory(self) -> AsyncIterator[str]:
        """Yield the external ids of all files that would be read."""
        for found in (await self._list()).files:
            yield found.external_id

    async def _list(self) -> Listing:
        wanted = matcher(self.config.include) if self.config.include else _anything
        unwanted = matcher(self.config.exclude)
        try:
            return await self.context.thread(list_files, self.config.path, wanted, unwanted)
        except OSError as error:
            raise _unavailable(self.config.path, error) from error

    async def _look(self, before: object, listing: Listing) -> dict[str, int]:
        """Return on which devices the folder and the shares in it are.

        A share that is not mounted any more counts among the folders that could not be listed: what is in it
        is unknown, not gone.
        """
        path = self.config.path
        try:
            now = await self.context.thread(mounts.devices, path)
        except OSError as error:
            raise _unavailable(path, error) from error
        if mounts.is_gone(before, now, is_empty=not listing.files):
            raise SourceUnavailable(
                f"{path} is empty, and no longer the share that was read before: connect the share."
            )
        for name in mounts.gone_within(before, now):
            listing.unlisted[name] = "a share that is not connected"
        return now

    def _jobs(self, listing: Listing) -> list[_Job]:
        """Say for each file what it is to be read as; with many files, this takes a worker thread's time."""
        jobs: list[_Job] = []
        translated = names.translations(found.external_id for found in listing.files)
        settings = f"{READER_VERSION}{self.config.model_dump_json(exclude={'path', 'include', 'exclude'})}"
        for found in listing.files:
            language, original = translated.get(found.external_id, (None, None))
            mark = hashlib.sha256(f"{settings}{language}{original}".encode()).hexdigest()[:8]
            jobs.append(_Job(found, f"{found.size:x}-{found.mtime_ns:x}-{mark}", language, original))
        return jobs

    async def _read(self, batch: Sequence[_Job]) -> list[Event]:
        """Return one event per file, in order; light files are read together in one worker thread."""
        events = {job.found.external_id: self.known(job.found.external_id, job.fingerprint) for job in batch}
        new = [job for job in batch if events[job.found.external_id] is None]
        light = [job for job in new if not _is_guarded(job)]
        root = str(self.config.path)
        if light:
            read = await self.context.thread(_read_together, light, root, self.config)
            events.update(zip((job.found.external_id for job in light), read, strict=True))
        for job in new:
            if _is_guarded(job):
                events[job.found.external_id] = await self._read_guarded(job, root)
        return [event for event in events.values() if event is not None]

    async def _read_guarded(self, job: _Job, root: str) -> Event:
        try:
            await self.context.thread(_stay_within, job.found, root)
            parsed = await self.context.parse(read_file, job.found.path, job.found.suffix)
            return _upsert(job, parsed, self.config)
        except (ParseFailed, OSError, ValidationError) as error:
            return _failure(job, error)


def _anything(_path: str) -> bool:
    return True


def _unavailable(path: Path, error: OSError) -> SourceUnavailable:
    if isinstance(error, FileNotFoundError):
        return SourceUnavailable(
            f"The folder {path} is not there: correct the path, or connect the drive or share."
        )
    if isinstance(error, NotADirectoryError):
        return SourceUnavailable(f"{path} is a file: give the folder that holds the files.")
    if isinstance(error, PermissionError):
        return SourceUnavailable(f"The folder {path} may not be read: allow Cuecard's user to list it.")
    return SourceUnavailable(
        f"The folder {path} cannot be read just now ({error.strerror or error}): try again later."
    )


def _is_guarded(job: _Job) -> bool:
    form = FORMATS.get(job.found.suffix)
    return form is not None and form.guarded(job.found.size)


def _stay_within(found: Found, root: str) -> None:
    """Refuse a file that became a link out of the folder since it was listed, or is of a kind not read."""
    if found.suffix in UNREAD:
        raise ParseFailed(UNREAD[found.suffix])
    if not is_within(found.path, root):
        raise ParseFailed("The file is a link that leads out of the folder: copy the file itself into it.")


def _read_together(jobs: Sequence[_Job], root: str, config: FolderConfig) -> list[Event]:
    return [_read_one(job, root, config) for job in jobs]


def _read_one(job: _Job, root: str, config: FolderConfig) -> Event:
    try:
        _stay_within(job.found, root)
        return _upsert(job, read_file(job.found.path, job.found.suffix), config)
    except Exception as error:  # noqa: BLE001 - whatever a parser trips over, the other files still come in
        return _failure(job, error)


def _upsert(job: _Job, parsed: Parsed, config: FolderConfig) -> Event:
    if parsed.draft:
        return Delete(job.found.external_id)
    document = filed(
        parsed,
        job.found.external_id,
        config,
        language=job.language,
        translation_of=job.translation_of,
        updated_at=datetime.fromtimestamp(job.found.mtime_ns / 1e9, tz=UTC),
    )
    return Upsert(document, job.fingerprint)


def _failure(job: _Job, error: Exception) -> Failure:
    external_id = job.found.external_id
    match error:
        case ParseFailed():
            return Failure(external_id, str(error), fingerprint=job.fingerprint)
        case PermissionError():
            return Failure(
                external_id, "The file may not be read: allow Cuecard's user to open it.", retryable=True
            )
        case FileNotFoundError():
            return Failure(
                external_id,
                "The file vanished while it was read: it is tried again next time.",
                retryable=True,
            )
        case OSError():
            reason = (
                f"The file cannot be read just now ({error.strerror or error}): it is tried again next time."
            )
            return Failure(external_id, reason, retryable=True)
        case ValidationError():
            return invalid(external_id, error, job.fingerprint)
    reason = (
        f"The file cannot be parsed ({type(error).__name__}): save it anew or leave it out with `exclude`."
    )
    return Failure(external_id, reason, fingerprint=job.fingerprint)


def _findings(listing: Listing) -> Iterator[Check]:
    """Say what would be read and what not, so that an admin sees a wrong path or pattern early."""
    kinds = dict.fromkeys(FORMATS, 0)
    for found in listing.files:
        kinds[found.suffix] = kinds.get(found.suffix, 0) + 1
    counts = ", ".join(f"{count} {suffix}" for suffix, count in kinds.items() if count)
    if listing.files:
        yield Check("files", Outcome.PASSED, f"{len(listing.files)} files: {counts}")
    else:
        remedy = "Check the path, and the patterns in `include` and `exclude`."
        yield Check("files", Outcome.INDETERMINATE, "No file that can be read was found.", remedy)
    if listing.skipped:
        others = ", ".join(f"{count} {suffix}" for suffix, count in listing.skipped.most_common(5))
        yield Check("other files", Outcome.PASSED, f"Passed over: {others}")
    for folder, reason in sorted(listing.unlisted.items()):
        remedy = "Allow Cuecard's user to list it, or leave it out with `exclude`."
        yield Check("folder", Outcome.INDETERMINATE, f"{folder}: {reason}", remedy)
