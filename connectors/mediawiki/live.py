"""The `mediawiki-live` source: the pages of a running MediaWiki, through its API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from connectors.config import NetworkConfig
from connectors.contract import (
    Check,
    CheckReport,
    ConfigInvalid,
    Connector,
    Cursor,
    Event,
    Manifest,
    Outcome,
    SourceUnavailable,
    failed_check,
)
from connectors.http import RequestFailed, place
from connectors.listing import Listed, memory, pull_listed, remembered
from connectors.mediawiki.api import Api
from connectors.mediawiki.articles import (
    WikiConfig,
    fingerprint_of,
    is_kept,
    read_pages,
    settings_of,
    wanted_namespaces,
)
from connectors.mediawiki.dump import Page, Site

_BATCH = 50


class MediaWikiLiveConfig(WikiConfig, NetworkConfig):
    """Which wiki, and which of its pages."""

    address: str = Field(
        title="Address", description="Of the wiki's main page, such as https://wiki.example/wiki/Main_Page."
    )
    user: str | None = Field(
        None, title="User", description="For a closed wiki: the name of a bot password, such as Ada@cuecard."
    )
    password: SecretStr | None = Field(
        None, title="Bot password", description="From Special:BotPasswords, with the right to read."
    )
    token: SecretStr | None = Field(
        None, title="Access token", description="Instead of a bot password: an owner-only OAuth token."
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What the wiki lists of a page: its newest revision, and the titles that lead on to it."""

    id: str
    title: str
    revision: str
    names: tuple[str, ...]


class MediaWikiLiveConnector(Connector[MediaWikiLiveConfig]):
    """Lists all pages on every run, and reads those whose newest revision, name or redirects are new."""

    manifest = Manifest(
        id="mediawiki-live",
        title="MediaWiki",
        summary="The current pages of a running MediaWiki, through its API; closed wikis by a bot password.",
        config_model=MediaWikiLiveConfig,
        docs_url="https://www.mediawiki.org/wiki/Manual:Bot_passwords",
    )

    async def check(self) -> CheckReport:
        """Find out whether the wiki answers, lets this source read, and has the chosen namespaces."""
        try:
            api = await self._api()
            site, statistics = await _site(api)
            wanted_namespaces(site, self.config.namespaces)
        except RequestFailed as error:
            return CheckReport((error.check("wiki"),))
        except (SourceUnavailable, ConfigInvalid) as error:
            return failed_check("wiki", error, "Correct the address, the sign-in or the namespaces.")
        named = ", ".join(f"{number} {name}".strip() for number, name in sorted(site.namespaces.items()))
        return CheckReport(
            (
                Check("wiki", Outcome.PASSED, f"{site.name}: {statistics.get('articles', 0)} articles."),
                Check("namespaces", Outcome.PASSED, f"The wiki has: {named}."),
            )
        )

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the current pages, namespace by namespace.

        A run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: the ids of the pages there were.

        Raises:
            SourceUnavailable: if the wiki cannot be read.
            ConfigInvalid: if there is none, or it refuses the sign-in.
        """
        api = await self._api()
        site, _ = await _site(api)
        wanted = wanted_namespaces(site, self.config.namespaces)
        settings = settings_of(self.config, site)
        spaces = [number for number in sorted(wanted) if number >= 0]
        pages = {page.id: page for number in spaces async for page in _listed(api, number)}
        pages |= {page.id: page async for page in _missed(api, remembered(cursor, pages), wanted)}
        listed = [
            Listed(page.id, fingerprint_of(settings, [page.title, page.revision, page.names]), page)
            for page in pages.values()
        ]

        async def read(new: Sequence[Listed[_Page]]) -> list[Event]:
            texts = await _texts(api, [item.external_id for item in new])
            names = {item.said.title: item.said.names for item in new}
            marks = {item.external_id: item.fingerprint for item in new}
            pages = [page for page in texts if is_kept(page)]
            return await read_pages(self.context, pages, site, names, self.config, marks)

        async for event in pull_listed(self, listed, read, batch=_BATCH, cursor=memory(pages)):
            yield event

    async def _api(self) -> Api:
        config = self.config
        api = await Api.find(self.context.http, config.address)
        if config.token or config.password:
            _stay_there(config.address, api.address)
        if config.token:
            api.authorize(config.token.get_secret_value())
        elif config.user and config.password:
            await api.sign_in(config.user, config.password.get_secret_value())
        return api


def _stay_there(configured: str, found: str) -> None:
    """Refuse to hand a secret to another server than the one it was entered for.

    Raises:
        ConfigInvalid: naming the address to enter instead.
    """
    own, other = urlsplit(configured), urlsplit(found)
    if own.hostname != other.hostname or (own.scheme, other.scheme) == ("https", "http"):
        raise ConfigInvalid(
            f"The wiki's API is at {place(found)}: give that as the address, if the secret is meant for it."
        )


async def _site(api: Api) -> tuple[Site, dict[str, Any]]:
    said = await api.call({"action": "query", "meta": "siteinfo", "siprop": "general|namespaces|statistics"})
    general = said["query"]["general"]
    namespaces = {int(number): space.get("name", "") for number, space in said["query"]["namespaces"].items()}
    site = Site(general.get("sitename", ""), general.get("base", ""), general.get("lang", ""), namespaces)
    return site, said["query"].get("statistics", {})


async def _listed(api: Api, namespace: int) -> AsyncIterator[_Page]:
    """Yield what the wiki lists of the pages of a namespace.

    The redirects to a page may be spread over several answers; it is whole once a batch is said to be.
    """
    parts = api.query(
        generator="allpages", gapnamespace=str(namespace), gapfilterredir="nonredirects", gaplimit="max",
        prop="info|redirects", rdprop="title", rdlimit="max",
    )  # fmt: skip
    async for page in _whole(parts):
        yield page


async def _missed(api: Api, ids: Sequence[str], wanted: Collection[int]) -> AsyncIterator[_Page]:
    """Yield those of some pages that are there and are no redirect."""
    for start in range(0, len(ids), _BATCH):
        asked = "|".join(ids[start : start + _BATCH])
        parts = api.query(pageids=asked, prop="info|redirects", rdprop="title", rdlimit="max")
        async for page in _whole(parts, wanted):
            yield page


async def _whole(
    parts: AsyncIterator[dict[str, Any]], wanted: Collection[int] | None = None
) -> AsyncIterator[_Page]:
    """Yield the pages of answers, each once all that is said of it is there; `wanted` are namespaces."""
    pages: dict[int, dict[str, Any]] = {}
    redirects: dict[int, set[str]] = {}
    async for part in parts:
        for page in part.get("query", {}).get("pages", ()):
            if (
                page.get("missing")
                or page.get("redirect")
                or (wanted is not None and page["ns"] not in wanted)
            ):
                continue
            pages[page["pageid"]] = page
            redirects.setdefault(page["pageid"], set()).update(
                redirect["title"] for redirect in page.get("redirects", ())
            )
        if part.get("batchcomplete"):
            for id_, page in pages.items():
                revision = str(page.get("lastrevid", ""))
                yield _Page(str(id_), page["title"], revision, tuple(sorted(redirects[id_])))
            pages.clear()
            redirects.clear()


async def _texts(api: Api, ids: Sequence[str]) -> list[Page]:
    """Return pages with their current texts; what was deleted meanwhile is not among them."""
    if not ids:
        return []
    found: dict[str, Page] = {}
    parts = api.query(pageids="|".join(ids), prop="revisions", rvprop="ids|timestamp|content", rvslots="main")
    async for part in parts:
        for said in part.get("query", {}).get("pages", ()):
            for revision in said.get("revisions", ()):
                page = _page(said, revision)
                found[page.id] = page
    return [found[id_] for id_ in ids if id_ in found]


def _page(said: dict[str, Any], revision: dict[str, Any]) -> Page:
    slot = revision.get("slots", {}).get("main", {})
    return Page(
        id=str(said["pageid"]),
        title=said["title"],
        namespace=said["ns"],
        revision=str(revision.get("revid", "")),
        timestamp=revision.get("timestamp", ""),
        model=slot.get("contentmodel", ""),
        # A text that is hidden from this reader is not there at all.
        text=slot.get("content"),
    )
