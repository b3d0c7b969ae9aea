"""The `website` source: pages of a website or a server-rendered help centre, as any visitor sees them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field, ValidationError, field_validator
from yarl import URL

from connectors.config import GroupsSetting, LanguageSetting, NetworkConfig, TextList
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
    Skipped,
    SourceUnavailable,
    Upsert,
    invalid,
)
from connectors.http import RequestFailed, Trouble
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.website import sitemap
from connectors.website.addresses import is_sitemap, normal, scope_of
from connectors.website.crawl import Crawl
from connectors.website.page import Page, language_of, original_of, read_page
from connectors.website.robots import Robots, read_robots
from connectors.website.visiting import ACCEPT, MAX_PAGE, Visit, visit

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_BATCH = 8
_MAX_SITEMAPS = 200
_NO_TEXT = "It holds no text of its own, or shows it only where scripts run."


class Follow(StrEnum):
    """Whether links lead to further pages."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class WebsiteConfig(NetworkConfig):
    """Where the website begins, and which of its pages."""

    address: str = Field(
        title="Address",
        description="Of the help centre's first page, or of a sitemap; what lies below it is read.",
    )
    links: Follow = Field(
        Follow.AUTO,
        title="Follow links",
        description="auto: only where there is no sitemap; always: beside it, too; never: the sitemap alone.",
    )
    include: TextList = Field(
        (), title="Only these pages", description="Patterns of paths, such as help/**; empty means all."
    )
    exclude: TextList = Field((), title="Not these", description="Patterns of paths, such as blog/**.")
    limit: int = Field(
        5000, ge=1, le=100_000, title="Most pages", description="How many pages are read at the most."
    )
    audience: Audience | None = Field(
        None,
        title="Audience",
        description="Whether it may be sent to customers; empty: what is on the internet may.",
    )
    language: LanguageSetting = None
    groups: GroupsSetting = ()

    @field_validator("address")
    @classmethod
    def _web_address(cls, value: str) -> str:
        written = value.strip() if "://" in value else f"https://{value.strip()}"
        found = normal(written)
        if found is None:
            raise ValueError("must be a web address such as https://help.example/, without a password in it")
        return found


Translations = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Site:
    """What is known of the website: what its sitemaps list, whether links are followed, its language."""

    listed: dict[str, Translations] | None
    follow: bool
    language: str | None = None

    def translations(self, address: str) -> Translations:
        """Return the languages and addresses in which the sitemap has a page."""
        return (self.listed or {}).get(address, ())


class WebsiteConnector(Connector[WebsiteConfig]):
    """Reads pages as a visitor would, and asks only for what has changed since.

    The cursor of a complete pass holds the pages that were there: a page that has not changed need not be
    read again to find what it links to.
    """

    manifest = Manifest(
        id="website",
        title="Website or help centre",
        summary="Public pages by sitemap or links: any help centre that works without scripts.",
        config_model=WebsiteConfig,
    )

    async def check(self) -> CheckReport:
        """Find out whether the first page can be read, and by which way the others are found."""
        try:
            robots = await read_robots(self.context, self._origin)
            listed = await self._sitemaps(robots, most=1)
            checks = [
                Check("robots.txt", Outcome.PASSED, "It has rules." if robots.said else "There are none.")
            ]
            if listed is not None:
                checks.append(Check("sitemap", Outcome.PASSED, f"{len(listed)} pages or more are listed."))
            if not is_sitemap(self.config.address):
                checks.append(await self._first_page(robots))
        except RequestFailed as error:
            return CheckReport((error.check("address"),))
        except SourceUnavailable as error:
            return CheckReport((Check("address", Outcome.FAILED, str(error), "Correct the address."),))
        return CheckReport(tuple(checks))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every page, nearest first.

        Args:
            cursor: the pages of the last complete pass.

        Raises:
            RequestFailed: if the website cannot be reached, or its first page not be read.
            SourceUnavailable: if its robots.txt leaves nothing to read.
        """
        robots = await read_robots(self.context, self._origin)
        self.context.http.space(self.config.address, robots.delay)
        listed = await self._sitemaps(robots)
        auto = self.config.links is Follow.AUTO and listed is None
        site = _Site(listed, follow=auto or self.config.links is Follow.ALWAYS)
        scope = scope_of(self.config.address, self.config.include, self.config.exclude)
        crawl = Crawl(scope, robots, self.config.limit)
        self._seed(crawl, listed, cursor)
        # A page that is not sent again does not say what it links to: only the last complete pass knows.
        asks = isinstance(cursor, dict) or not site.follow
        while batch := crawl.take(_BATCH):
            visits = (
                visit(self.context, address, self._settings(site.translations(address)), asks=asks)
                for address in batch
            )
            for address, found in zip(batch, await asyncio.gather(*visits), strict=True):
                for event in self._events(address, found, crawl, site):
                    yield event
            yield Progress(crawl.taken, crawl.expected, batch[-1])
            yield Checkpoint(cursor)
        for refused in crawl.refused.values():
            yield refused
        if crawl.limited:
            reason = f"The limit of {self.config.limit} pages is reached: raise it, or leave pages out."
            for address in list(crawl.queue)[:100]:
                yield Skipped(address, reason)
        # What a page that fails this time links to is known from the last pass: it is in the cursor, too.
        yield Checkpoint({"pages": sorted(crawl.read | crawl.failed)}, complete=not crawl.limited)

    @property
    def _origin(self) -> str:
        return scope_of(self.config.address, (), ()).origin

    def _seed(self, crawl: Crawl, listed: dict[str, Translations] | None, cursor: Cursor) -> None:
        if not is_sitemap(self.config.address):
            if not crawl.robots.allows(self.config.address):
                raise SourceUnavailable(
                    f"The robots.txt of {self._origin} asks programs not to read {self.config.address}: "
                    "ask those who run the website to allow the user agent Cuecard."
                )
            crawl.add([self.config.address])
        crawl.add(listed or ())
        if listed is None and isinstance(cursor, dict):
            crawl.add(str(address) for address in cursor.get("pages", ()))

    async def _sitemaps(self, robots: Robots, most: int = _MAX_SITEMAPS) -> dict[str, Translations] | None:
        """Return the pages that sitemaps list, with their translations; `None` if there is no sitemap."""
        start = self.config.address
        stated = [start] if is_sitemap(start) else list(robots.sitemaps) or [f"{self._origin}/sitemap.xml"]
        waiting = [found for place in stated if (found := normal(place, self._origin))]
        pages: dict[str, Translations] = {}
        seen: set[str] = set()
        there = False
        while waiting and len(seen) < most:
            place = waiting.pop(0)
            if place in seen:
                continue
            seen.add(place)
            listed = await self._sitemap(place, needed=place == start)
            if listed is not None:
                there = True
                waiting += [other for link in listed.others if (other := normal(link, place))]
                for written, alternates in listed.pages.items():
                    if page := normal(written, place):
                        pages[page] = alternates
        return pages if there else None

    async def _sitemap(self, place: str, *, needed: bool) -> sitemap.Sitemap | None:
        refusals = () if needed else frozenset(range(400, 500)) - {429}
        response = await self.context.http.get(place, accept=refusals, max_bytes=sitemap.MAX_BYTES)
        if response.status >= 400:  # noqa: PLR2004 - as HTTP counts
            return None
        try:
            return await self.context.parse(sitemap.read, response.body)
        except ParseFailed as error:
            if needed:
                raise SourceUnavailable(f"{place}: {error}") from None
            return None

    async def _first_page(self, robots: Robots) -> Check:
        address = self.config.address
        if not robots.allows(address):
            return Check(
                "robots.txt",
                Outcome.FAILED,
                f"It asks programs not to read {address}.",
                "Ask those who run the website to allow the user agent Cuecard.",
            )
        response = await self.context.http.get(address, headers=ACCEPT, max_bytes=MAX_PAGE)
        end = normal(response.url) or address
        if reason := scope_of(address, (), ()).refusal(end):
            return Check("page", Outcome.FAILED, f"It leads to {end}. {reason}", "Give that address instead.")
        try:
            page = await self.context.parse(read_page, response.body, response.charset, response.url)
        except ParseFailed as error:
            return Check("page", Outcome.FAILED, str(error), "Give the address of a page.")
        if page.body or page.links:
            return Check("page", Outcome.PASSED, f"{page.title or address}: {len(page.links)} links.")
        remedy = "Give the address of a page that shows its text without scripts, or read it by its API."
        return Check("page", Outcome.INDETERMINATE, _NO_TEXT, remedy)

    def _events(self, address: str, found: Visit, crawl: Crawl, site: _Site) -> Iterator[Event]:
        """Say what became of an address, and note where it leads."""
        if found.failed is not None:
            yield self._failed(address, found.failed, crawl, needed=site.listed is None)
        elif found.address != address:
            if address == self.config.address and site.listed is None:
                self._must_be_here(found.address, crawl)
            yield self._led(address, found.address, crawl, "It leads to")
        elif found.unchanged and found.mark is not None:
            crawl.read.add(address)
            yield self.known(address, str(found.mark)) or Skipped(address, "It was not read before.")
        elif found.page is None:
            reason = found.reason or _NO_TEXT
            mark = str(found.mark) if found.mark else None
            if not found.no_page:
                crawl.failed.add(address)
            yield Skipped(address, reason) if found.no_page else Failure(address, reason, fingerprint=mark)
        else:
            if site.follow:
                crawl.add(found.page.links)
            yield self._page(address, found, found.page, crawl, site)

    def _failed(self, address: str, error: RequestFailed, crawl: Crawl, *, needed: bool) -> Event:
        """Say what a request that brought nothing means for its page.

        What is not there any more, or not for everybody, is not shown any more. Without its first page, a
        website without a sitemap cannot be read at all.
        """
        if needed and address == self.config.address:
            raise error
        if error.trouble in {Trouble.NOT_FOUND, Trouble.UNAUTHORIZED, Trouble.FORBIDDEN, Trouble.REDIRECTS}:
            return Skipped(address, str(error))
        crawl.failed.add(address)
        return Failure(address, str(error), error.retryable)

    def _must_be_here(self, target: str, crawl: Crawl) -> None:
        """Make sure that the first page does not lead away: then nothing at all would be read."""
        if reason := crawl.scope.refusal(target):
            raise SourceUnavailable(
                f"{self.config.address} leads to {target}. {reason} Give that address instead."
            )

    def _led(self, address: str, target: str, crawl: Crawl, how: str) -> Event:
        if reason := crawl.scope.refusal(target):
            return Skipped(address, f"{how} {target}. {reason}")
        crawl.leads(address, target)
        return Skipped(address, f"{how} {target}.")

    def _page(self, address: str, found: Visit, page: Page, crawl: Crawl, site: _Site) -> Event:
        target = page.canonical
        if target and target != address and not crawl.scope.refusal(target) and crawl.leads(address, target):
            return Skipped(address, f"It says that it stands at {target} in truth.")
        if page.unlisted:
            return Skipped(address, "It asks not to be found by search.")
        if not page.body:
            return Skipped(address, _NO_TEXT)
        crawl.read.add(address)
        if address == self.config.address:
            site.language = page.language
        mark = str(found.mark)
        if (known := self.known(address, mark)) is not None:
            return known
        alternates = page.alternates or site.translations(address)
        try:
            return Upsert(self._document(address, page, alternates, found, site), mark)
        except ValidationError as error:
            return invalid(address, error, mark)

    def _document(
        self, address: str, page: Page, alternates: Translations, found: Visit, site: _Site
    ) -> Document:
        folder = [part for part in URL(address).path.split("/")[1:-1] if part]
        return Document(
            external_id=address,
            kind=Kind.ARTICLE,
            title=page.title or address,
            body=page.body,
            body_format=BodyFormat.HTML,
            url=address,
            audience=self._audience,
            groups=self.config.groups,
            language=language_of(alternates, address) or page.language or self.config.language,
            translation_of=original_of(alternates, address, site.language),
            tags=page.tags,
            folder="::".join(folder) or None,
            created_at=page.created_at,
            updated_at=page.updated_at or found.changed_at,
        )

    @property
    def _audience(self) -> Audience:
        """What everybody on the internet may read may be sent to a customer; of an own network, who knows."""
        if self.config.audience is not None:
            return self.config.audience
        return Audience.UNKNOWN if self.config.private_network else Audience.PUBLIC

    def _settings(self, alternates: Translations) -> str:
        config = self.config.model_dump_json(include={"audience", "language", "groups", "private_network"})
        return hashlib.sha256(f"{READER_VERSION}{config}{alternates}".encode()).hexdigest()[:8]
