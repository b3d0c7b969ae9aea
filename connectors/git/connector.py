"""The `git` source: documents of a repository. Only files whose content changed are read again."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, NetworkConfig, TextList
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
    Skipped,
    SourceUnavailable,
    Upsert,
    failed_check,
    invalid,
)
from connectors.filing import filed
from connectors.git import places, repository
from connectors.git.command import Git, GitFailed
from connectors.git.repository import Blob
from connectors.http import RequestFailed
from connectors.model import Audience, Kind
from connectors.parsing import names
from connectors.parsing.formats import FORMATS, UNREAD, read_file
from connectors.parsing.globs import matcher
from connectors.parsing.model import Parsed
from connectors.parsing.walk import is_leftover

#: Part of every fingerprint: raise it when more is read out of the same files than before.
READER_VERSION = 1
_BATCH = 40
_BATCH_BYTES = 30_000_000
_POINTER = b"version https://git-lfs.github.com/spec/"


class GitConfig(NetworkConfig):
    """Which repository, and which of its files."""

    address: str = Field(
        title="Repository",
        description="The folder of a clone, or an https address such as https://github.com/shop/docs.git.",
    )
    branch: str | None = Field(
        None, title="Branch", description="A branch or tag; empty for the one the repository stands at."
    )
    token: SecretStr | None = Field(
        None, title="Token", description="For a repository that is not public: one that may read it."
    )
    include: TextList = Field(
        (),
        title="Only these files",
        description="Patterns such as docs/** or *.md; empty means all that can be read.",
    )
    exclude: TextList = Field((), title="Not these", description="Patterns of files or folders.")
    web_address: str | None = Field(
        None,
        title="Address of a page",
        description="Where people open a file, with {path} in it; empty if they do not.",
    )
    kind: Kind = Field(
        Kind.ARTICLE, title="Used as", description="Articles are quoted, replies are inserted as they stand."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()

    @field_validator("address")
    @classmethod
    def _folder_or_https(cls, value: str) -> str:
        written = value.strip()
        if places.is_server(written):
            if "@" in written.partition("://")[2].partition("/")[0]:
                raise ValueError("must hold no name or password: enter the token as a setting of its own")
            return written
        if "://" in written or "::" in written or not written:
            raise ValueError("must be a folder or an https address; clone other repositories yourself")
        return str(Path(written).expanduser().absolute())

    @field_validator("branch")
    @classmethod
    def _a_name(cls, value: str | None) -> str | None:
        name = (value or "").strip()
        if name.startswith("-") or any(sign in name for sign in " ~^:?*[\\") or ".." in name:
            raise ValueError("must be the name of a branch or tag")
        return name or None


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to be read, with what is known of it."""

    blob: Blob
    external_id: str
    fingerprint: str
    language: str | None
    translation_of: str | None
    updated_at: datetime | None


class GitConnector(Connector[GitConfig]):
    """Reads files at the newest commit.

    The cursor holds the commit of the last complete pass, and the ids of files that were renamed since they
    first came in: a file that git tells was renamed keeps the id it began with.
    """

    manifest = Manifest(
        id="git",
        title="Git repository",
        summary="Documents of a repository, from a clone on this machine or a server.",
        config_model=GitConfig,
        docs_url="https://git-scm.com/docs",
    )

    async def check(self) -> CheckReport:
        """Find out whether the repository can be read, and what in it would be."""
        try:
            git, commit = await self._now()
            files = await repository.files_of(git, commit)
        except RequestFailed as error:
            return CheckReport((error.check("repository"),))
        except SourceUnavailable as error:
            return failed_check("repository", error, "Correct the address, the branch or the token.")
        except GitFailed as error:
            detail = f"git cannot read it ({error})."
            return CheckReport(
                (Check("repository", Outcome.FAILED, detail, "Clone it anew, or correct the address."),)
            )
        chosen = [item for item in self._chosen(files) if isinstance(item, Blob)]
        count = sum(PurePosixPath(blob.path).suffix.lower() in FORMATS for blob in chosen)
        stands = Check("repository", Outcome.PASSED, f"It stands at {commit[:12]}.")
        if count:
            return CheckReport((stands, Check("files", Outcome.PASSED, f"{count} files can be read.")))
        remedy = "Check the patterns in `include` and `exclude`."
        return CheckReport((stands, Check("files", Outcome.INDETERMINATE, "No file can be read.", remedy)))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every file that can be read, in the order of the paths.

        Args:
            cursor: the commit and the ids of the last complete pass.

        Raises:
            RequestFailed, SourceUnavailable: if the repository cannot be read.
        """
        try:
            git, commit = await self._now()
            known = cursor if isinstance(cursor, dict) else {}
            chosen = list(self._chosen(await repository.files_of(git, commit)))
            files = [item for item in chosen if isinstance(item, Blob)]
            ids = await self._ids(git, known, commit, files)
            jobs = self._jobs(files, ids, await repository.dates(git, commit))
            for left in chosen:
                if isinstance(left, Skipped):
                    yield left
            yield Progress(0, len(jobs))
            done = 0
            while batch := _batch(jobs, done):
                for event in await self._read(git, batch):
                    yield event
                done += len(batch)
                yield Progress(done, len(jobs), batch[-1].blob.path)
                yield Checkpoint(cursor)
        except GitFailed as error:
            raise SourceUnavailable(
                f"git cannot read {self.config.address} ({error}): try again later."
            ) from None
        renamed = {path: id_ for path, id_ in ids.items() if path != id_}
        yield Checkpoint({"commit": commit, "ids": renamed}, complete=True)

    def watched(self) -> tuple[Path, ...]:
        """Return the folder, where the repository is one of this machine."""
        return () if places.is_server(self.config.address) else (Path(self.config.address),)

    async def _now(self) -> tuple[Git, str]:
        """Return the repository and the commit to read, fetched if it is a server's."""
        address, branch = self.config.address, self.config.branch
        if places.is_server(address):
            token = self.config.token.get_secret_value() if self.config.token else None
            git = await places.server(self.context, address, token)
            revision = await places.fetch(git, address, branch)
        else:
            git, revision = await self.context.thread(places.local, address), branch or "HEAD"
        try:
            return git, await repository.commit_of(git, revision)
        except GitFailed:
            where = branch or "any commit"
            raise SourceUnavailable(f"{address} does not have {where}: correct the branch.") from None

    def _chosen(self, files: Sequence[Blob]) -> Iterator[Blob | Skipped]:
        """Return the files that are documents by their names, and what looks like one and is left out."""
        wanted: Callable[[str], bool] | None = matcher(self.config.include) if self.config.include else None
        unwanted = matcher(self.config.exclude)
        for blob in files:
            path = PurePosixPath(blob.path)
            if path.suffix.lower() not in FORMATS and path.suffix.lower() not in UNREAD:
                continue
            if any(is_leftover(part) for part in path.parts) or unwanted(blob.path):
                continue
            if wanted is not None and not wanted(blob.path):
                continue
            yield blob if blob.is_file else Skipped(blob.path, "It is a link: the file it leads to is read.")

    async def _ids(
        self, git: Git, known: Mapping[str, Any], commit: str, files: Sequence[Blob]
    ) -> dict[str, str]:
        """Return the id of each file: its path when it first came in."""
        before: dict[str, str] = dict(known.get("ids", {}))
        old = str(known.get("commit", ""))
        moved = await repository.renames(git, old, commit) if old and old != commit else []
        carried = {path: id_ for path, id_ in before.items() if path not in {source for source, _ in moved}}
        carried |= {target: before.get(source, source) for source, target in moved}
        paths = {blob.path for blob in files}
        ids = {path: id_ for path, id_ in carried.items() if path in paths}
        taken = set(ids.values())
        for path in sorted(paths - set(ids)):
            # A new file in the place of one that was moved away is another document.
            ids[path] = path if path not in taken else f"{path}#{commit[:12]}"
        return ids

    def _jobs(
        self, files: Sequence[Blob], ids: Mapping[str, str], changed: Mapping[str, datetime]
    ) -> list[_Job]:
        translated = names.translations(blob.path for blob in files)
        settings = f"{READER_VERSION}{self.config.model_dump_json(exclude={'address', 'branch', 'token'})}"
        jobs = []
        for blob in files:
            language, original = translated.get(blob.path, (None, None))
            original = ids.get(original) if original else None
            mark = hashlib.sha256(f"{settings}{blob.path}{language}{original}".encode()).hexdigest()[:8]
            fingerprint = f"{blob.id}-{mark}"
            jobs.append(_Job(blob, ids[blob.path], fingerprint, language, original, changed.get(blob.path)))
        return jobs

    async def _read(self, git: Git, batch: Sequence[_Job]) -> list[Event]:
        """Return one event per file, in order."""
        events = {job.external_id: self.known(job.external_id, job.fingerprint) for job in batch}
        new = [job for job in batch if events[job.external_id] is None]
        for job in new:
            events[job.external_id] = _unfit(job)
        fit = [job for job in new if events[job.external_id] is None]
        if fit:
            found = await repository.contents(git, [job.blob for job in fit])
            for job, data in zip(fit, found, strict=True):
                events[job.external_id] = await self._event(job, data)
        return [event for event in events.values() if event is not None]

    async def _event(self, job: _Job, data: bytes) -> Event:
        suffix = PurePosixPath(job.blob.path).suffix.lower()
        if data.startswith(_POINTER):
            reason = "The file is kept in Git LFS, and only a pointer is in the repository: store it plainly."
            return Failure(job.external_id, reason, fingerprint=job.fingerprint)
        try:
            parsed = await self._parsed(suffix, data)
            if parsed.draft:
                return Delete(job.external_id)
            document = filed(
                parsed,
                job.blob.path,
                self.config,
                external_id=job.external_id,
                language=job.language,
                translation_of=job.translation_of,
                updated_at=job.updated_at,
                url=self._url(job.blob.path),
            )
        except ParseFailed as error:
            return Failure(job.external_id, str(error), fingerprint=job.fingerprint)
        except ValidationError as error:
            return invalid(job.external_id, error, job.fingerprint)
        except Exception as error:  # noqa: BLE001 - whatever a parser trips over, the other files still come in
            reason = f"The file cannot be parsed ({type(error).__name__}): save it anew, or leave it out."
            return Failure(job.external_id, reason, fingerprint=job.fingerprint)
        return Upsert(document, job.fingerprint)

    async def _parsed(self, suffix: str, data: bytes) -> Parsed:
        """Read a file's content, from a file: that is where parsers read."""
        if not FORMATS[suffix].guarded(len(data)):
            return await self.context.thread(_read_light, suffix, data)
        place = await self.context.thread(_written, suffix, data)
        try:
            return await self.context.parse(read_file, str(place), suffix)
        finally:
            await self.context.thread(place.unlink, missing_ok=True)

    def _url(self, path: str) -> str | None:
        return self.config.web_address.replace("{path}", path) if self.config.web_address else None


def _written(suffix: str, data: bytes) -> Path:
    """Write a file for a parser; its name says nothing but its kind."""
    with tempfile.NamedTemporaryFile(prefix="cuecard-", suffix=suffix, delete=False) as stream:
        stream.write(data)
    return Path(stream.name)


def _read_light(suffix: str, data: bytes) -> Parsed:
    place = _written(suffix, data)
    try:
        return read_file(str(place), suffix)
    finally:
        place.unlink(missing_ok=True)


def _batch(jobs: Sequence[_Job], start: int) -> list[_Job]:
    """Return the next files, as many as are read together."""
    taken: list[_Job] = []
    size = 0
    for job in jobs[start : start + _BATCH]:
        if taken and size + job.blob.size > _BATCH_BYTES:
            break
        taken.append(job)
        size += job.blob.size
    return taken


def _unfit(job: _Job) -> Failure | None:
    """Return why a file is not even fetched, if it is not."""
    suffix = PurePosixPath(job.blob.path).suffix.lower()
    if suffix in UNREAD:
        return Failure(job.external_id, UNREAD[suffix], fingerprint=job.fingerprint)
    most = FORMATS[suffix].max_bytes
    if job.blob.size > most:
        reason = f"The file is larger than {most // 1_000_000} MB: split it or leave it out with `exclude`."
        return Failure(job.external_id, reason, fingerprint=job.fingerprint)
    return None
