"""The `confluence` source: the current pages of a space export, under their places in the space."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import islice
from typing import Any

from pydantic import Field, ValidationError

from connectors.config import (
    AudienceSetting,
    GroupsSetting,
    LanguageSetting,
    LocalPath,
    SourceConfig,
    TextList,
)
from connectors.confluence import archive, entities
from connectors.confluence.archive import Form
from connectors.confluence.jobs import Job, XmlExport, html_job, mark_of, outlined
from connectors.confluence.pages import Read, Source, read_all
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
    Upsert,
    failed_check,
    invalid,
)
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing import bundle
from connectors.parsing.batches import parse_all
from connectors.parsing.fields import read_moment, web_address

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_BATCH = 40


class ConfluenceConfig(SourceConfig):
    """Where the export lies, and what holds for all of it."""

    path: LocalPath = Field(
        title="Export", description="The zip file of a space export, as XML or HTML, or its folder."
    )
    address: str | None = Field(
        None,
        title="Address",
        description="Of Confluence on the web, such as https://team.atlassian.net/wiki; for links.",
    )
    blog_posts: bool = Field(False, title="Blog posts", description="Read them too (XML exports).")
    everyone: TextList = Field(
        ("confluence-users",),
        title="Groups of everybody",
        description="Confluence groups all agents are in. What only others may view is kept to tokens with"
        " a group of that name (XML exports).",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


class ConfluenceConnector(Connector[ConfluenceConfig]):
    """Reads an export; an XML one twice, for its outline and for the texts, of which memory holds few."""

    manifest = Manifest(
        id="confluence",
        title="Confluence export",
        summary="The current pages of a space export as XML (with labels and restrictions) or HTML.",
        config_model=ConfluenceConfig,
        docs_url="https://confluence.atlassian.com/doc/export-content-to-word-pdf-html-and-xml-139475.html",
    )

    async def check(self) -> CheckReport:
        """Find out whether the export can be read, and what it holds."""
        try:
            return CheckReport(tuple(await self.context.thread(self._findings)))
        except SourceUnavailable as error:
            return failed_check("export", error, "Correct the path, or export the space anew.")

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the current pages in the export's order.

        Args:
            cursor: of a run that was cut off; it goes on there if the export is still the same file.

        Raises:
            SourceUnavailable: if the export is not there, damaged, or none.
        """
        form = await self.context.thread(archive.form, self.config.path)
        events = self._pull_xml(cursor) if form is Form.XML else self._pull_html()
        async for event in events:
            yield event
        yield Checkpoint(complete=True)

    async def _pull_xml(self, cursor: Cursor) -> AsyncIterator[Event]:
        mark = await self.context.thread(mark_of, self.config.path)
        export = await self.context.thread(self._export)
        done = cursor["bodies"] if isinstance(cursor, dict) and cursor.get("export") == mark else 0
        yield Progress(0, len(export.pages))
        opened = archive.entities(self.config.path)
        stream = await self.context.thread(opened.__enter__)
        try:
            bodies = entities.read(stream, ("BodyContent",))
            await self.context.thread(_pass_over, export, islice(bodies, done))
            while batch := await self.context.thread(lambda: list(islice(bodies, _BATCH))):
                for event in await self._read([job for body in batch if (job := export.job(body))]):
                    yield event
                done += len(batch)
                yield Progress(export.taken, len(export.pages))
                yield Checkpoint({"export": mark, "bodies": done})
        finally:
            opened.__exit__(None, None, None)

    async def _pull_html(self) -> AsyncIterator[Event]:
        opened = bundle.opened(self.config.path, archive.HTML_LAYOUT)
        entries = await self.context.thread(opened.__enter__)
        try:
            jobs = list(
                {(job := html_job(entry, self._settings())).external_id: job for entry in entries}.values()
            )
            yield Progress(0, len(jobs))
            for start in range(0, len(jobs), _BATCH):
                batch = jobs[start : start + _BATCH]
                for event in await self._read(batch):
                    yield event
                yield Progress(start + len(batch), len(jobs))
                yield Checkpoint()
        finally:
            opened.__exit__(None, None, None)

    def _export(self) -> XmlExport:
        """Read the outline; runs in a worker thread."""
        outline = outlined(self.config.path, frozenset(self.config.everyone))
        wanted = {
            id_: page for id_, page in outline.pages().items() if self.config.blog_posts or not page.is_blog
        }
        return XmlExport(wanted, outline.users, self._settings(), self.config.address or "")

    def _settings(self) -> str:
        return f"{READER_VERSION}{self.config.model_dump_json(exclude={'path', 'blog_posts', 'everyone'})}"

    def _findings(self) -> list[Check]:
        """Say what the export holds; runs in a worker thread."""
        if archive.form(self.config.path) is Form.XML:
            pages = list(self._export().pages.values())
            restricted = {group for page in pages for group in page.groups}
            spaces = {(page.folder or "").partition("::")[0] for page in pages}
            count, where = len(pages), f" of {', '.join(sorted(filter(None, spaces)))}" if any(spaces) else ""
        else:
            with bundle.opened(self.config.path, archive.HTML_LAYOUT) as entries:
                count, where, restricted = len(entries), " as HTML", set()
        if not count:
            remedy = "Export the whole space rather than chosen pages."
            return [Check("pages", Outcome.INDETERMINATE, "It holds no page.", remedy)]
        checks = [Check("pages", Outcome.PASSED, f"{count} pages{where}.")]
        if restricted:
            said = f"Some pages are only for: {', '.join(sorted(restricted))}."
            remedy = "Create tokens with these groups, or name those everybody is in under `everyone`."
            checks.append(Check("restrictions", Outcome.PASSED, said, remedy))
        return checks

    async def _read(self, jobs: Sequence[Job]) -> list[Event]:
        events = {job.external_id: self.known(job.external_id, job.fingerprint) for job in jobs}
        new = [job for job in jobs if events[job.external_id] is None]
        sources = await self.context.thread(_load, new)
        loaded = [source for source in sources if not isinstance(source, Read)]
        done = iter(await parse_all(self.context, read_all, loaded, _unread))
        for job, source in zip(new, sources, strict=True):
            events[job.external_id] = self._event(job, source if isinstance(source, Read) else next(done))
        return [event for event in events.values() if event is not None]

    def _event(self, job: Job, read: Read) -> Event:
        page = job.page
        restricted = page.groups if page else ()
        if read.error:
            fingerprint = None if read.retryable else job.fingerprint
            return Failure(job.external_id, read.error, read.retryable, fingerprint)
        try:
            document = Document(
                external_id=job.external_id,
                kind=Kind.ARTICLE,
                title=(page.title if page else read.title) or job.external_id,
                body=read.body,
                body_format=BodyFormat.HTML,
                url=self._address(job.external_id),
                audience=Audience.INTERNAL if restricted else self.config.audience,
                groups=restricted or self.config.groups,
                language=self.config.language,
                folder=page.folder if page else read.folder,
                tags=page.labels if page else read.labels,
                created_at=read_moment(page.created) if page else None,
                updated_at=read_moment(page.updated) if page else read.updated,
            )
        except ValidationError as error:
            return invalid(job.external_id, error, job.fingerprint)
        return Upsert(document, job.fingerprint)

    def _address(self, external_id: str) -> str | None:
        if not self.config.address or not external_id.isdecimal():
            return None
        return web_address(f"{self.config.address.rstrip('/')}/pages/viewpage.action?pageId={external_id}")


def _pass_over(export: XmlExport, bodies: Any) -> None:
    for body in bodies:
        export.job(body)


def _unread(reason: str) -> Read:
    return Read(error=reason)


def _load(jobs: Sequence[Job]) -> list[Source | Read]:
    """Return what is to be read of each page, or why there is nothing; runs in a worker thread."""
    loaded: list[Source | Read] = []
    for job in jobs:
        try:
            if job.entry is not None:
                loaded.append(job.entry.read())
            else:
                loaded.append(job.body or _unread("The page is larger than Confluence allows: split it."))
        except ParseFailed as error:
            loaded.append(_unread(str(error)))
        except OSError as error:
            said = (
                f"The page cannot be read just now ({error.strerror or error}): it is tried again next time."
            )
            loaded.append(Read(error=said, retryable=True))
    return loaded
