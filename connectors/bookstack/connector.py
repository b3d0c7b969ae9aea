"""The `bookstack` source: the pages of a BookStack, in their books and chapters, as its account sees them.

Built on the API's own documentation and sample answers (BookStack 24.05, `dev/api`); `/api/docs` of any
instance shows them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from pydantic import Field, SecretStr

from connectors.bookstack import pages
from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, NetworkConfig, TextList
from connectors.contract import (
    Check,
    CheckReport,
    ConfigInvalid,
    Connector,
    Cursor,
    Event,
    Failure,
    Manifest,
    Outcome,
    SourceUnavailable,
    failed_check,
)
from connectors.hosted.answers import Fields, mark, read_answers
from connectors.hosted.api import Api, items_of
from connectors.http import RequestFailed
from connectors.listing import Fetching, Listed, pull_listed
from connectors.model import Audience

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 2
_BATCH = 20
_COUNT = 500


class BookStackConfig(NetworkConfig):
    """Which BookStack, and which of its books."""

    address: str = Field(title="Address", description="Of the BookStack, such as https://books.example.")
    token_id: str = Field(title="Token ID", description="From the profile of an account with API access.")
    token_secret: SecretStr = Field(title="Token secret", description="Shown once when the token is made.")
    books: TextList = Field((), title="Only these books", description="Names; empty means all it may see.")
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


class BookStackConnector(Connector[BookStackConfig]):
    """Lists all pages on every run, and reads those that changed, or whose place did."""

    manifest = Manifest(
        id="bookstack",
        title="BookStack",
        summary="Pages in their books and chapters, with tags, as the account of an API token sees them.",
        config_model=BookStackConfig,
        docs_url="https://www.bookstackapp.com/docs/admin/hacking-bookstack/#bookstack-api",
    )

    async def check(self) -> CheckReport:
        """Find out whether the token is taken, and how many pages its account sees."""
        try:
            books = await self._books()
            total = (await self._api().record("pages", count="1")).get("total", 0)
        except RequestFailed as error:
            return CheckReport((error.check("token"),))
        except (SourceUnavailable, ConfigInvalid) as error:
            return failed_check("books", error, "Correct the address, or the names of the books.")
        if not total:
            remedy = "Give the token's account the right to view the books."
            return CheckReport((Check("pages", Outcome.INDETERMINATE, "No page was found.", remedy),))
        names = ", ".join(sorted(books.values())[:10])
        return CheckReport(
            (Check("pages", Outcome.PASSED, f"{total} pages in {len(books)} books: {names}."),)
        )

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every page, in the order of their ids.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if it cannot be read.
            ConfigInvalid: if a book that is asked for is not there.
        """
        del cursor
        listed = [self._listed(said) async for said in self._pages()]
        fetching = Fetching()

        async def read(new: Sequence[Listed[pages.Said]]) -> list[Event]:
            return await self._read(fetching, new)

        async for event in pull_listed(self, listed, read, batch=_BATCH):
            yield event

    async def _pages(self) -> AsyncIterator[pages.Said]:
        """Yield what the list says of each page that is wanted, with its place."""
        books = await self._books()
        chapters = {chapter["id"]: chapter["name"] async for chapter in self._all("chapters")}
        async for page in self._all("pages"):
            if page.get("draft") or page.get("template") or page["book_id"] not in books:
                continue
            place_of = [books[page["book_id"]], chapters.get(page.get("chapter_id"), "")]
            yield {**page, "folder": "::".join(filter(None, place_of))}

    def _listed(self, said: pages.Said) -> Listed[pages.Said]:
        settings = self.config.model_dump_json(include={"address", "audience", "language", "groups"})
        told = [said[name] for name in ("folder", "name", "updated_at", "slug")]
        return Listed(str(said["id"]), mark(READER_VERSION, settings, told), said)

    async def _books(self) -> dict[int, str]:
        """Return the names of the chosen books by id."""
        found = {book["id"]: book["name"] async for book in self._all("books")}
        if not self.config.books:
            return found
        wanted = {name.casefold() for name in self.config.books}
        if missing := wanted - {name.casefold() for name in found.values()}:
            has = ", ".join(sorted(found.values())) or "none this account may see"
            raise ConfigInvalid(f"There is no book '{min(missing)}'. There are: {has}.")
        return {id_: name for id_, name in found.items() if name.casefold() in wanted}

    async def _all(self, kind: str) -> AsyncIterator[dict[str, Any]]:
        """Yield all items of a kind by their ids.

        Each step asks for what comes after the last id: an item that is deleted meanwhile shifts nothing, as
        it would with an offset.
        """
        api = self._api()
        last = 0
        while True:
            order = {"count": str(_COUNT), "sort": "+id", "filter[id:gt]": str(last)}
            part = await api.record(kind, **order)
            items = items_of(part, "data")
            for item in items:
                if item["id"] <= last:
                    raise SourceUnavailable("This BookStack is too old to be listed safely: update it.")
                last = item["id"]
                yield item
            if not items or len(items) >= part.get("total", 0):
                return

    async def _read(self, fetching: Fetching, new: Sequence[Listed[pages.Said]]) -> list[Event]:
        api = self._api()
        events: list[Event] = []
        whole = []
        for item in new:
            response = await fetching.response(item.external_id, api.ask(f"pages/{item.external_id}"))
            if isinstance(response, Failure):
                events.append(response)
            elif response is not None:
                said = {"listed": item.said, "page": response.json()}
                whole.append(Listed(item.external_id, item.fingerprint, said))
        return [*events, *await read_answers(self.context, whole, self._fields)]

    def _fields(self, said: dict[str, Any]) -> Fields:
        config = self.config
        return {
            **pages.fields(said["listed"], said["page"], self._base()),
            "audience": config.audience,
            "groups": config.groups,
            "language": config.language,
        }

    def _base(self) -> str:
        return self.config.address.strip().rstrip("/").removesuffix("/api")

    def _api(self) -> Api:
        token = f"Token {self.config.token_id}:{self.config.token_secret.get_secret_value()}"
        headers = {"Authorization": token}
        return Api(self.context.http, f"{self._base()}/api", headers, limit_header="x-ratelimit-limit")
