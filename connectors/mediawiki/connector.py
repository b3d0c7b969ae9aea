"""The `mediawiki` source: pages of an XML dump, with redirects as further names and categories as tags."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, Field

from connectors.config import AudienceSetting, GroupsSetting, Language, LocalPath, TextList
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
    Progress,
    SourceUnavailable,
    Upsert,
    failed_check,
)
from connectors.mediawiki import dump
from connectors.mediawiki.dump import Page, Site
from connectors.mediawiki.wikitext import Article, Surroundings, convert_all
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing import recognise
from connectors.parsing.batches import parse_all
from connectors.parsing.fields import language_tag, read_moment

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_BATCH = 40
_BATCH_SIGNS = 400_000
_CHECKED_PAGES = 500
_HOPS = 5
_MODELS = ("", "wikitext", "text")


class MediaWikiConfig(BaseModel):
    """Which dump, and which of its pages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: LocalPath = Field(
        title="Dump",
        description="An XML dump: .xml, .xml.gz, .xml.bz2 or .xml.7z, from dumpBackup.php or Special:Export.",
    )
    namespaces: TextList = Field(
        ("0", "4", "12"),
        title="Namespaces",
        description="Numbers or names; 0 are the articles, 4 is about the wiki, 12 is Help.",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: Language = Field(
        None, title="Language", description="Such as en or pt-BR; empty for the wiki's own."
    )
    groups: GroupsSetting = ()


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
            wanted = _wanted(site, self.config.namespaces)
        except SourceUnavailable as error:
            remedy = "Correct the path, export the dump anew, or correct the namespaces."
            return failed_check("dump", error, remedy)
        named = ", ".join(f"{number} {name}".strip() for number, name in sorted(site.namespaces.items()))
        count = sum(_namespace(page, site) in wanted for page in pages)
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
        wanted = _wanted(outline.site, self.config.namespaces)
        mark = await self.context.thread(_mark, path)
        done = cursor["pages"] if isinstance(cursor, dict) and cursor.get("dump") == mark else 0
        yield Progress(done, outline.pages)
        names = outline.names()
        stream = await self.context.thread(_opened, path)
        with stream:
            pages = islice(dump.read(stream, Site()), done, None)
            while batch := await self.context.thread(_batch, pages):
                kept = [page for page in batch if _is_kept(page, outline.site, wanted)]
                for event in await self._events(kept, outline.site, names):
                    yield event
                done += len(batch)
                yield Progress(done, outline.pages, batch[-1].title)
                yield Checkpoint({"dump": mark, "pages": done})
        yield Checkpoint(complete=True)

    async def _events(
        self, pages: Sequence[Page], site: Site, names: dict[str, tuple[str, ...]]
    ) -> list[Event]:
        settings = (
            f"{READER_VERSION}{self.config.model_dump_json(exclude={'path', 'namespaces'})}{_address(site)}"
        )
        events: dict[str, Event | None] = {}
        new: list[tuple[Page, str]] = []
        for page in pages:
            fingerprint = _fingerprint(page, names.get(page.title, ()), settings)
            known = self.known(_id(page), fingerprint)
            events[_id(page)] = known
            if known is None:
                new.append((page, fingerprint))
        surroundings = Surroundings(site.namespaces, _address(site))
        texts = [(page.title, page.text or "") for page, _ in new]
        articles = await parse_all(self.context, convert_all, texts, _unread, surroundings)
        for (page, fingerprint), article in zip(new, articles, strict=True):
            events[_id(page)] = self._event(page, article, fingerprint, site, names.get(page.title, ()))
        return [event for event in events.values() if event is not None]

    def _event(
        self, page: Page, article: Article, fingerprint: str, site: Site, names: tuple[str, ...]
    ) -> Event:
        reason = article.error
        if page.too_large:
            reason = "The page is larger than any wiki allows: split it in the wiki."
        elif not article.body and not reason:
            reason = "The page holds no text of its own, only templates or files: write some in the wiki."
        if reason:
            return Failure(_id(page), reason, fingerprint=fingerprint)
        namespace = _namespace(page, site)
        title = page.title.partition(":")[2].strip() if namespace else page.title
        parents = title.split("/")[:-1]
        folder = [site.namespaces.get(namespace) or dump.CANONICAL.get(namespace, "")] if namespace else []
        document = Document(
            external_id=_id(page),
            kind=Kind.ARTICLE,
            title=title.rpartition("/")[2] or title,
            body=article.body,
            body_format=BodyFormat.HTML,
            questions=names,
            url=Surroundings({}, _address(site)).address(page.title),
            audience=self.config.audience,
            groups=self.config.groups,
            language=self.config.language or language_tag(site.language),
            tags=article.categories,
            folder="::".join(filter(None, [*folder, *parents])) or None,
            updated_at=read_moment(page.timestamp),
        )
        return Upsert(document, fingerprint)


def _unread(reason: str) -> Article:
    return Article(error=reason)


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


def _wanted(site: Site, namespaces: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the chosen namespaces.

    Raises:
        SourceUnavailable: naming those there are, if one is unknown.
    """
    names = [*dump.CANONICAL.items(), *site.namespaces.items()]
    named = {name.casefold(): number for number, name in names if name}
    numbers: set[int] = set()
    for written in namespaces:
        plain = written.strip().replace("_", " ").casefold()
        if plain.lstrip("-").isdecimal():
            numbers.add(int(plain))
        elif plain in named:
            numbers.add(named[plain])
        else:
            known = ", ".join(sorted(name for name in site.namespaces.values() if name))
            raise SourceUnavailable(
                f"The wiki has no namespace '{written}'. It has: {known or 'none listed'}."
            )
    return frozenset(numbers)


def _namespace(page: Page, site: Site) -> int:
    return page.namespace if page.namespace is not None else site.namespace_of(page.title)


def _is_kept(page: Page, site: Site, wanted: frozenset[int]) -> bool:
    """Whether a page is to be read; a redirect, a script, an empty or a hidden page is not."""
    return (
        _namespace(page, site) in wanted
        and page.model in _MODELS
        and dump.redirect_of(page) is None
        and (page.too_large or bool((page.text or "").strip()))
    )


def _id(page: Page) -> str:
    return page.id or page.title


def _address(site: Site) -> str:
    """Return the beginning of all pages' addresses: that of the main page without its title."""
    for sign in ("title=", "/"):
        head, found, _ = site.base.rpartition(sign)
        if found and "://" in head:
            return head + found
    return ""


def _fingerprint(page: Page, names: tuple[str, ...], settings: str) -> str:
    content = json.dumps([settings, page.title, page.timestamp, names, page.text], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:24]
