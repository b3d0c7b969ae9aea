"""The `dokuwiki` source: the current pages in a DokuWiki's data folder, namespaces as folders."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from pydantic import Field

from connectors.config import LocalPath
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
)
from connectors.dokuwiki.pages import NO_PAGES, WikiConfig, document_of, mark_of, read_page
from connectors.parsing.globs import matcher
from connectors.parsing.walk import Found, Listing, is_within, list_files

_BATCH = 50
_MAX_BYTES = 5_000_000


class DokuWikiConfig(WikiConfig):
    """Where the wiki lies, and what holds for all of it."""

    path: LocalPath = Field(
        title="Folder", description="The wiki's data folder (with `pages` in it), or the wiki's own folder."
    )
    address: str | None = Field(
        None, title="Address", description="Of the wiki on the web, such as https://wiki.example/doku.php."
    )


class DokuWikiConnector(Connector[DokuWikiConfig]):
    """Reads the pages as they are now; former versions (`attic`) and media are not read."""

    manifest = Manifest(
        id="dokuwiki",
        title="DokuWiki folder",
        summary="The current pages of a DokuWiki, from its data folder.",
        config_model=DokuWikiConfig,
        docs_url="https://www.dokuwiki.org/devel:dirlayout",
    )

    async def check(self) -> CheckReport:
        """Find out whether the pages can be listed, and how many there are."""
        try:
            listing = await self.context.thread(self._list)
        except SourceUnavailable as error:
            return failed_check("folder", error, "Correct the path or its permissions.")
        if not listing.files:
            remedy = "Check the path, and the namespaces in `exclude`."
            return CheckReport((Check("pages", Outcome.INDETERMINATE, "No page was found.", remedy),))
        return CheckReport((Check("pages", Outcome.PASSED, f"{len(listing.files)} pages."),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every page, in the order of its path.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if the folder is not there, or vanishes while it is read.
        """
        del cursor
        listing = await self.context.thread(self._list)
        files = listing.files
        yield Progress(0, len(files))
        for start in range(0, len(files), _BATCH):
            batch = files[start : start + _BATCH]
            for event in await self._read(batch):
                yield event
            yield Progress(start + len(batch), len(files), _page_id(batch[-1]))
            yield Checkpoint()
        for folder, reason in listing.unlisted.items():
            said = f"The namespace cannot be listed ({reason}): allow Cuecard to read it."
            yield Failure(f"{folder}/", said, retryable=True)
        # A share that went away reads as a folder without pages: only one that is still there tells of
        # deletions.
        await self.context.thread(_pages_folder, self.config.path)
        yield Checkpoint(complete=not listing.unlisted)

    def _list(self) -> Listing:
        """List the pages; runs in a worker thread."""
        root = _pages_folder(self.config.path)
        unwanted = matcher(pattern.replace(":", "/") for pattern in self.config.exclude)
        try:
            listing = list_files(root, lambda path: path.endswith(".txt"), unwanted)
        except OSError as error:
            raise SourceUnavailable(
                f"{root} cannot be read just now ({error.strerror or error}): try again later."
            ) from error
        listing.files = [found for found in listing.files if Path(found.path).stem not in NO_PAGES]
        return listing

    async def _read(self, batch: Sequence[Found]) -> list[Event]:
        mark = mark_of(self.config, self.config.address)
        root = str(await self.context.thread(_pages_folder, self.config.path))
        events: list[Event] = []
        for found in batch:
            fingerprint = f"{found.size:x}-{found.mtime_ns:x}-{mark}"
            events.append(
                self.known(_page_id(found), fingerprint) or await self._page(found, fingerprint, root)
            )
        return events

    async def _page(self, found: Found, fingerprint: str, root: str) -> Event:
        external_id = _page_id(found)
        try:
            data = await self.context.thread(_load, found.path, root)
            parsed = await self.context.parse(read_page, data)
        except ParseFailed as error:
            return Failure(external_id, str(error), fingerprint=fingerprint)
        except OSError as error:
            reason = (
                f"The page cannot be read just now ({error.strerror or error}): it is tried again next time."
            )
            return Failure(external_id, reason, retryable=True)
        document = document_of(external_id, parsed, found.mtime_ns / 1e9, self.config, self.config.address)
        return Upsert(document, fingerprint)


def _load(path: str, root: str) -> bytes:
    """Return a page's bytes; refuse one that is a link out of the wiki by now, or far too large."""
    if not is_within(path, os.path.realpath(root)):
        raise ParseFailed("The page is a link that leads out of the wiki: copy the file itself into it.")
    with Path(path).open("rb") as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise ParseFailed(f"The page is larger than {_MAX_BYTES // 1_000_000} MB: split it.")
    return data


def _pages_folder(path: Path) -> Path:
    """Return the folder of pages within what was given.

    Only one of that name counts: a data folder whose `pages` went away must not read as a wiki without pages.
    """
    for folder in (path / "pages", path / "data" / "pages", path):
        if folder.name == "pages" and folder.is_dir():
            return folder
    raise SourceUnavailable(
        f"There is no folder `pages` in {path}: give DokuWiki's data folder, or connect the drive or share."
    )


def _page_id(found: Found) -> str:
    """Return a page's id as DokuWiki has it: `namespace:page`; other scripts are escaped in file names."""
    return unquote(found.external_id.removesuffix(".txt")).replace("/", ":")
