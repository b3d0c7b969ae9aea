"""The `mediawiki` source: pages of an XML dump, with redirects as further names and categories as tags."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from pydantic import Field

from connectors.config import LocalPath
from connectors.contract import (
    Check,
    Checkpoint,
    CheckReport,
    Connector,
    Cursor,
    Event,
    Manifest,
    Outcome,
    Progress,
    SourceUnavailable,
    failed_check,
)
from connectors.mediawiki import dump
from connectors.mediawiki.articles import (
    WikiConfig,
    fingerprint_of,
    is_kept,
    namespace_of,
    page_id,
    read_pages,
    settings_of,
    wanted_namespaces,
)
from connectors.mediawiki.dump import Page, Site
from connectors.parsing import recognise

_BATCH = 40
_BATCH_SIGNS = 400_000
_CHECKED_PAGES = 500
_HOPS = 5


class MediaWikiConfig(WikiConfig):
    """Which dump, and which of its pages."""

    path: LocalPath = Field(
        title="Dump",
        description="An XML dump: .xml, .xml.gz, .xml.bz2 or .xml.7z, from dumpBackup.php or Special:Export.",
    )


@dataclass(slots=True)
class _Outline:
    """What a first pass over the dump finds: the wiki, how many pages, which titles lead on to which."""

    site: Site = field(default_factory=Site)
    pages: int = 0
    redirects: dict[str, str] = field(default_factory=dict)

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return per title the titles that lead to it, over several redirects too."""
        found: dict[str, list[str]] = {}
        for title in self.redirects:
            target = title
            for _ in range(_HOPS):
                target = self.redirects.get(target, target)
            if target not in self.redirects:
                found.setdefault(target, []).append(title)
        return {target: tuple(titles) for target, titles in found.items()}


class MediaWikiConnector(Connector[MediaWikiConfig]):
    """Reads a dump twice: for the redirects, then page by page. Memory is bounded by the largest page."""

    manifest = Manifest(
        id="mediawiki",
        title="MediaWiki dump",
        summary="The current pages of an XML dump: plain, .gz, .bz2 or .7z.",
        config_model=MediaWikiConfig,
        docs_url="https://www.mediawiki.org/wiki/Manual:DumpBackup.php",
    )

    async def check(self) -> CheckReport:
        """Find out whether the dump can be read, by its first pages."""
        try:
            site, pages = await self.context.thread(_first_pages, self.config.path)
            wanted = wanted_namespaces(site, self.config.namespaces)
        except SourceUnavailable as error:
            remedy = "Correct the path, export the dump anew, or correct the namespaces."
            return failed_check("dump", error, remedy)
        named = ", ".join(f"{number} {name}".strip() for number, name in sorted(site.namespaces.items()))
        count = sum(namespace_of(page, site) in wanted for page in pages)
        checks = [
            Check(
                "dump", Outcome.PASSED, f"{site.name or self.config.path.name}: {len(pages)} pages looked at."
            ),
            Check("namespaces", Outcome.PASSED, f"The wiki has: {named or 'none listed'}."),
        ]
        if count:
            checks.append(Check("pages", Outcome.PASSED, f"{count} of them are in the chosen namespaces."))
        else:
            remedy = "Choose other namespaces if the source stays empty."
            checks.append(
                Check("pages", Outcome.INDETERMINATE, "None of them is in the chosen namespaces.", remedy)
            )
        return CheckReport(tuple(checks))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the current pages in the dump's order.

        Args:
            cursor: of a run that was cut off; it goes on there if the dump is still the same file.

        Raises:
            SourceUnavailable: if the dump is not there, damaged, or not whole.
        """
        path = self.config.path
        outline = await self.context.thread(_outline, path)
        wanted = wanted_namespaces(outline.site, self.config.namespaces)
        mark = await self.context.thread(_mark, path)
        done = cursor["pages"] if isinstance(cursor, dict) and cursor.get("dump") == mark else 0
        yield Progress(done, outline.pages)
        names = outline.names()
        stream = await self.context.thread(_opened, path)
        with stream:
            pages = islice(dump.read(stream, Site()), done, None)
            while batch := await self.context.thread(_batch, pages):
                chosen = [page for page in batch if namespace_of(page, outline.site) in wanted]
                kept = [page for page in chosen if is_kept(page)]
                for event in await self._events(kept, outline.site, names):
                    yield event
                done += len(batch)
                yield Progress(done, outline.pages, batch[-1].title)
                yield Checkpoint({"dump": mark, "pages": done})
        yield Checkpoint(complete=True)

    async def _events(
        self, pages: Sequence[Page], site: Site, names: dict[str, tuple[str, ...]]
    ) -> list[Event]:
        settings = settings_of(self.config, site)
        events: dict[str, Event | None] = {}
        new: dict[str, Page] = {}
        marks: dict[str, str] = {}
        for page in pages:
            id_ = page_id(page)
            said = [page.title, page.timestamp, names.get(page.title, ()), page.text]
            marks[id_] = fingerprint_of(settings, said)
            events[id_] = self.known(id_, marks[id_])
            if events[id_] is None:
                new[id_] = page
        read = await read_pages(self.context, list(new.values()), site, names, self.config, marks)
        events.update(zip(new, read, strict=True))
        return [event for event in events.values() if event is not None]


def _first_pages(path: Path) -> tuple[Site, list[Page]]:
    site = Site()
    with _opened(path) as stream:
        return site, list(islice(dump.read(stream, site), _CHECKED_PAGES))


def _outline(path: Path) -> _Outline:
    """Read the whole dump for its redirects; one that is not whole is found before anything is stored."""
    outline = _Outline()
    with _opened(path) as stream:
        for page in dump.read(stream, outline.site):
            outline.pages += 1
            if target := dump.redirect_of(page):
                outline.redirects[page.title] = target
    return outline


def _opened(path: Path) -> IO[bytes]:
    try:
        recognise.refuse(path, "MediaWiki dump", "mediawiki")
        return dump.opened(path)
    except FileNotFoundError:
        raise SourceUnavailable(
            f"{path} is not there: correct the path, or connect the drive or share."
        ) from None
    except IsADirectoryError:
        raise SourceUnavailable(f"{path} is a folder: give the dump's file.") from None
    except PermissionError:
        raise SourceUnavailable(f"{path} may not be read: allow Cuecard's user to open it.") from None
    except OSError as error:
        reason = error.strerror or error
        raise SourceUnavailable(f"{path} cannot be read just now ({reason}): try again later.") from None


def _mark(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size:x}-{status.st_mtime_ns:x}"


def _batch(pages: Iterator[Page]) -> list[Page]:
    """Take the next pages, so many that they are converted together in a moment."""
    taken: list[Page] = []
    size = 0
    for page in pages:
        taken.append(page)
        size += len(page.text or "")
        if len(taken) >= _BATCH or size >= _BATCH_SIGNS:
            break
    return taken
