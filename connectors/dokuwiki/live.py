"""The `dokuwiki-live` source: the pages of a running DokuWiki, through its XML-RPC API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, SecretStr

from connectors.config import NetworkConfig
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
)
from connectors.dokuwiki.pages import NO_PAGES, Read, WikiConfig, document_of, mark_of, read_texts
from connectors.dokuwiki.xmlrpc import CallRefused, call, refused
from connectors.http import RequestFailed, basic, bearer
from connectors.listing import Listed, pull_listed
from connectors.parsing.batches import parse_all
from connectors.parsing.globs import matcher

_BATCH = 20


class DokuWikiLiveConfig(WikiConfig, NetworkConfig):
    """Which wiki, and which of its pages."""

    address: str = Field(
        title="Address",
        description="Of the wiki, such as https://wiki.example/ or https://wiki.example/doku.php.",
    )
    user: str | None = Field(None, title="User", description="Whose pages are read; needs the right to read.")
    password: SecretStr | None = Field(None, title="Password", description="Of this user.")
    token: SecretStr | None = Field(
        None, title="Token", description="Instead of user and password, where the wiki hands out tokens."
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What the wiki lists of a page; `changed` in seconds since 1970."""

    id: str
    changed: int
    size: int


class DokuWikiLiveConnector(Connector[DokuWikiLiveConfig]):
    """Lists all pages on every run, and reads those whose date or size is new."""

    manifest = Manifest(
        id="dokuwiki-live",
        title="DokuWiki",
        summary="The current pages of a running DokuWiki, as its account may see them.",
        config_model=DokuWikiLiveConfig,
        docs_url="https://www.dokuwiki.org/xmlrpc",
    )

    async def check(self) -> CheckReport:
        """Find out whether the wiki answers, and how many pages this account sees."""
        try:
            title = await self._call("dokuwiki.getTitle")
            pages = await self._listed()
        except RequestFailed as error:
            return CheckReport((error.check("wiki"),))
        except (SourceUnavailable, ConfigInvalid) as error:
            return failed_check(
                "wiki", error, "Correct the address or the account; switch the remote API on."
            )
        found = Check("wiki", Outcome.PASSED, f"{title}: {len(pages)} pages.")
        if pages:
            return CheckReport((found,))
        remedy = "Give an account that may read them, and check the namespaces in `exclude`."
        return CheckReport((Check("pages", Outcome.INDETERMINATE, "No page was found.", remedy),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every page, in the order of their ids.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if the wiki cannot be read.
            ConfigInvalid: if it refuses the account.
        """
        del cursor
        mark = mark_of(self.config, self._address())
        listed = [
            Listed(page.id, f"{page.size:x}-{page.changed:x}-{mark}", page) for page in await self._listed()
        ]
        async for event in pull_listed(self, listed, self._read, batch=_BATCH):
            yield event

    async def _sign_in(self) -> None:
        """Make sure that the wiki knows the account.

        A wrong password leaves a visitor, who sees fewer pages: the others would count as gone.

        Raises:
            ConfigInvalid: if it does not.
        """
        config = self.config
        if not (config.user and config.password) or config.token:
            return
        if await self._call("dokuwiki.login", config.user, config.password.get_secret_value()) is not True:
            raise ConfigInvalid("The wiki refuses the user or password: enter the right ones.")

    async def _listed(self) -> list[_Page]:
        await self._sign_in()
        unwanted = matcher(pattern.replace(":", "/") for pattern in self.config.exclude)
        said = await self._call("dokuwiki.getPagelist", "", {"depth": 0})
        pages = (
            _Page(str(page["id"]), int(page.get("mtime") or page.get("rev") or 0), int(page.get("size", 0)))
            for page in said
        )
        # Patterns mean what they mean over a data folder, where a page is a file.
        kept = (page for page in pages if not unwanted(page.id.replace(":", "/") + ".txt"))
        wanted = (page for page in kept if page.size and page.id.rpartition(":")[2] not in NO_PAGES)
        return sorted(wanted, key=lambda page: page.id)

    async def _read(self, new: Sequence[Listed[_Page]]) -> list[Event]:
        events: list[Event] = []
        texts: list[tuple[Listed[_Page], str]] = []
        for item in new:
            try:
                texts.append((item, await self._text(item.external_id)))
            except CallRefused as error:
                reason = f"The wiki does not give the page ({error}): allow the account to read it."
                events.append(Failure(item.external_id, reason, retryable=True))
        reads = await parse_all(self.context, read_texts, [text for _, text in texts], _unread)
        return events + [self._event(item, read) for (item, _), read in zip(texts, reads, strict=True)]

    def _event(self, item: Listed[_Page], read: Read) -> Event:
        if read.parsed is None:
            reason = read.error or "The page cannot be read."
            return Failure(item.external_id, reason, fingerprint=item.fingerprint)
        page = item.said
        document = document_of(page.id, read.parsed, page.changed, self.config, self._address())
        return Upsert(document, item.fingerprint)

    async def _text(self, page_id: str) -> str:
        return str(await self._raw_call("wiki.getPage", page_id))

    async def _call(self, method: str, *arguments: Any) -> Any:
        try:
            return await self._raw_call(method, *arguments)
        except CallRefused as error:
            raise refused(error) from None

    async def _raw_call(self, method: str, *arguments: Any) -> Any:
        config = self.config
        headers: dict[str, str] = {}
        if config.token:
            headers = bearer(config.token.get_secret_value())
        elif config.user and config.password:
            headers = basic(config.user, config.password.get_secret_value())
        address = f"{self._base()}/lib/exe/xmlrpc.php"
        return await call(self.context.http, address, headers, method, *arguments)

    def _base(self) -> str:
        parts = urlsplit(self.config.address)
        path = parts.path.partition("/doku.php")[0].rstrip("/")
        return urlunsplit((parts.scheme, parts.netloc, path, "", ""))

    def _address(self) -> str:
        return f"{self._base()}/doku.php"


def _unread(reason: str) -> Read:
    return Read(error=reason)
