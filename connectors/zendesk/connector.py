"""The `zendesk` source: macros, and the articles of a help centre, as the account of a token sees them.

Both are listed whole on each run, with their texts: a hundred to a request. Zendesk's incremental export of
articles is not used: it is held to ten requests a minute and reports no deletions, so the whole list would
have to follow it all the same.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Self

from pydantic import Field, SecretStr, model_validator

from connectors.config import NetworkConfig, TextList
from connectors.contract import CheckReport, Connector, Cursor, Event, Manifest
from connectors.hosted.api import Api, origin
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.hosted.rights import Right, with_rights
from connectors.model import Audience
from connectors.zendesk import article_part, macro_part
from connectors.zendesk.api import opened

_OF_MACROS = (
    Right(
        name="dynamic content",
        path="dynamic_content/items",
        without="Macros that use it keep a gap in its place.",
        remedy="Let the account be an admin, or an agent who manages dynamic content.",
    ),
)
_OF_ARTICLES = (
    Right(
        name="user segments",
        path="help_center/user_segments",
        without="Who may view a restricted article is not known: only admins see such.",
        remedy="Let the account be an admin of the knowledge base.",
    ),
)


class ZendeskConfig(NetworkConfig):
    """Which account, and what of it."""

    address: str = Field(
        title="Address",
        description="Of the account, or of one brand's help centre, such as https://acme.zendesk.com.",
    )
    email: str = Field(
        "",
        title="E-mail address",
        description="Of the account that the API token acts for; empty if the token is one of OAuth.",
    )
    token: SecretStr = Field(
        title="API token", description="From the Admin Center: Apps and integrations, APIs, API tokens."
    )
    macros: bool = Field(True, title="Macros", description="Read the macros that write a comment.")
    articles: bool = Field(True, title="Articles", description="Read the articles of the help centre.")
    personal: bool = Field(
        False,
        title="Personal macros",
        description="Also those that belong to one agent; everybody sees them then.",
    )
    audience: Audience = Field(
        Audience.UNKNOWN,
        title="Audience of macros",
        description="Of those that do not say whether their comment is public.",
    )
    drafts: bool = Field(False, title="Drafts", description="Also articles not published yet, as internal.")
    attachments: bool = Field(
        False,
        title="Attachments",
        description="Also what files hang on answers: one request more for each new or changed one.",
    )
    languages: TextList = Field(
        (), title="Languages", description="Of articles, such as en, pt-BR; empty means all."
    )

    @model_validator(mode="after")
    def _something_is_read(self) -> Self:
        if not self.macros and not self.articles:
            raise ValueError("choose macros, articles, or both")
        return self


class ZendeskConnector(Connector[ZendeskConfig]):
    """Lists everything on each run, and reads the texts that changed."""

    manifest = Manifest(
        id="zendesk",
        title="Zendesk",
        summary="Macros with their actions, and help centre articles in all languages, by an API token.",
        config_model=ZendeskConfig,
        docs_url="https://support.zendesk.com/hc/en-us/articles/4408889192858",
    )

    async def check(self) -> CheckReport:
        """Find out whether macros and articles can be read, and how many there are."""
        report = await check_parts(self._parts())
        wanted = [*_OF_MACROS * self.config.macros, *_OF_ARTICLES * self.config.articles]
        return await with_rights(report, self._api(), wanted)

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield all macros, then all articles, in the order in which they were made.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if it cannot be read, or one kind of content cannot.
        """
        del cursor
        async for event in pull_parts(self, self._parts()):
            yield event

    def _parts(self) -> list[Part[Any]]:
        config = self.config
        address = origin(config.address)
        api = self._api()
        parts: list[Part[Any]] = []
        if config.macros:
            defaults = macro_part.Defaults(config.audience, config.personal, config.attachments)
            parts.append(macro_part.part(api, self.context, address, defaults))
        if config.articles:
            languages = frozenset(language.lower().replace("_", "-") for language in config.languages)
            wanted = article_part.Wanted(config.drafts, languages, config.attachments)
            parts.append(article_part.part(api, self.context, wanted))
        return parts

    def _api(self) -> Api:
        config = self.config
        token = config.token.get_secret_value()
        return opened(self.context.http, origin(config.address), config.email.strip(), token)
