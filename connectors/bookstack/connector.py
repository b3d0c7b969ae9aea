"""The `bookstack` source: the pages of a BookStack, in their books and chapters, as its account sees them.

Built on the API's own documentation and sample answers (BookStack 24.05, `dev/api`); `/api/docs` of any
instance shows them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from pydantic import Field, SecretStr, ValidationError

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
    Upsert,
    failed_check,
    invalid,
)
from connectors.http import RequestFailed, Trouble, place
from connectors.listing import Fetching, Listed, pull_listed
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing import fragments
from connectors.parsing.batches import parse_all
from connectors.parsing.fields import read_moment, web_address

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_BATCH = 20
_COUNT = 500
_MINUTE = 60.0


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
            pages = await self._get("pages", count="1")
        except RequestFailed as error:
            return CheckReport((error.check("token"),))
        except (SourceUnavailable, ConfigInvalid) as error:
            return failed_check("books", error, "Correct the address, or the names of the books.")
        total = pages.get("total", 0)
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
        books = await self._books()
        chapters = {chapter["id"]: chapter["name"] async for chapter in self._all("chapters")}
        settings = self.config.model_dump_json(include={"address", "audience", "language", "groups"})
        listed = []
        async for page in self._all("pages"):
            if page.get("draft") or page.get("template") or page["book_id"] not in books:
                continue
            place_of = [books[page["book_id"]], chapters.get(page.get("chapter_id"), "")]
            said = {**page, "folder": "::".join(filter(None, place_of))}
            told = [READER_VERSION, settings, said["folder"], page["name"], page["updated_at"], page["slug"]]
            mark = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]
            listed.append(Listed(str(page["id"]), mark, said))
        fetching = Fetching()

        async def read(new: Sequence[Listed[dict[str, Any]]]) -> list[Event]:
            return await self._read(fetching, new)

        async for event in pull_listed(self, listed, read, batch=_BATCH):
            yield event

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
        last = 0
        while True:
            part = await self._get(kind, **{"count": str(_COUNT), "sort": "+id", "filter[id:gt]": str(last)})
            items = part["data"]
            for item in items:
                if item["id"] <= last:
                    raise SourceUnavailable("This BookStack is too old to be listed safely: update it.")
                last = item["id"]
                yield item
            if not items or len(items) >= part.get("total", 0):
                return

    async def _get(self, path: str, **params: str) -> dict[str, Any]:
        response = await self.context.http.get(self._api(path), params=params, headers=self._headers())
        limit = response.headers.get("x-ratelimit-limit", "")
        if limit.isdecimal() and int(limit):
            self.context.http.space(response.url, _MINUTE / int(limit))
        said = response.json()
        if not isinstance(said, dict) or not isinstance(said.get("data", []), list):
            raise RequestFailed(Trouble.UNREADABLE, place(response.url), "gave no answer of BookStack's API")
        return said

    async def _read(self, fetching: Fetching, new: Sequence[Listed[dict[str, Any]]]) -> list[Event]:
        events: list[Event] = []
        pages: list[tuple[Listed[dict[str, Any]], dict[str, Any]]] = []
        for item in new:
            request = self.context.http.get(self._api(f"pages/{item.external_id}"), headers=self._headers())
            response = await fetching.response(item.external_id, request)
            if isinstance(response, Failure):
                events.append(response)
            elif response is not None:
                pages.append((item, response.json()))
        texts = [str(page.get("html") or "") for _, page in pages]
        read = await parse_all(self.context, fragments.read_all, texts, fragments.unread)
        for (item, page), fragment in zip(pages, read, strict=True):
            events.append(self._event(item, page, fragment))
        return events

    def _event(
        self, item: Listed[dict[str, Any]], page: dict[str, Any], fragment: fragments.Fragment
    ) -> Event:
        if fragment.error:
            return Failure(item.external_id, fragment.error, fingerprint=item.fingerprint)
        slugs = item.said.get("book_slug"), page.get("slug") or item.said["slug"]
        address = f"{self._base()}/books/{slugs[0]}/page/{slugs[1]}" if slugs[0] else ""
        try:
            document = Document(
                external_id=item.external_id,
                kind=Kind.ARTICLE,
                title=page["name"],
                body=fragment.body,
                body_format=BodyFormat.HTML,
                url=web_address(address),
                audience=self.config.audience,
                groups=self.config.groups,
                language=self.config.language,
                tags=_tags(page),
                folder=item.said["folder"] or None,
                created_at=read_moment(page.get("created_at")),
                updated_at=read_moment(page.get("updated_at")),
                owner=(page.get("owned_by") or {}).get("name"),
            )
        except ValidationError as error:
            return invalid(item.external_id, error, item.fingerprint)
        return Upsert(document, item.fingerprint)

    def _base(self) -> str:
        return self.config.address.rstrip("/").removesuffix("/api")

    def _api(self, path: str) -> str:
        return f"{self._base()}/api/{path}"

    def _headers(self) -> dict[str, str]:
        secret = self.config.token_secret.get_secret_value()
        return {"Authorization": f"Token {self.config.token_id}:{secret}"}


def _tags(page: dict[str, Any]) -> tuple[str, ...]:
    """Return the tags; one with a value is written `name: value`."""
    written = (
        f"{tag['name']}: {tag['value']}" if tag.get("value") else str(tag["name"])
        for tag in sorted(page.get("tags", ()), key=lambda tag: tag.get("order", 0))
    )
    return tuple(dict.fromkeys(written))
