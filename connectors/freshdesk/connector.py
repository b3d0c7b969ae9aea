"""The `freshdesk` source: canned responses, and articles of the solutions, as the agent of a key sees them.

Both are listed whole on each run, with their texts, folder by folder: Freshdesk tells neither what changed
nor what was deleted.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Self

from pydantic import Field, SecretStr, model_validator

from connectors.config import NetworkConfig, TextList
from connectors.contract import CheckReport, Connector, Cursor, Event, Manifest
from connectors.freshdesk import article_part, responses
from connectors.freshdesk.api import opened
from connectors.hosted.api import Api, origin
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.hosted.rights import Right, with_rights
from connectors.model import Audience

_OF_ARTICLES = (
    Right(
        name="languages",
        path="settings/helpdesk",
        without="Which translations there are is not known.",
        remedy="Name the further languages in the settings, or take the API key of an admin.",
    ),
)


class FreshdeskConfig(NetworkConfig):
    """Which account, and what of it."""

    address: str = Field(title="Address", description="Of the account, such as https://acme.freshdesk.com.")
    api_key: SecretStr = Field(title="API key", description="From the profile settings of an agent.")
    responses: bool = Field(True, title="Canned responses", description="Read the shared canned responses.")
    articles: bool = Field(True, title="Articles", description="Read the articles of the solutions.")
    personal: bool = Field(
        False,
        title="Personal canned responses",
        description="Also those of the key's agent alone; everybody sees them then.",
    )
    drafts: bool = Field(False, title="Drafts", description="Also articles not published yet, as internal.")
    languages: TextList = Field(
        (),
        title="Further languages",
        description="Freshdesk's codes of translations, such as de, pt-BR; empty means all.",
    )
    audience: Audience = Field(
        Audience.UNKNOWN,
        title="Audience of canned responses",
        description="Whether they may be sent to customers: Freshdesk does not tell.",
    )
    groups: TextList = Field(
        (),
        title="Groups of canned responses",
        description="Who may see them, where Freshdesk does not tell; empty means everyone.",
    )

    @model_validator(mode="after")
    def _something_is_read(self) -> Self:
        if not self.responses and not self.articles:
            raise ValueError("choose canned responses, articles, or both")
        return self


class FreshdeskConnector(Connector[FreshdeskConfig]):
    """Lists everything on each run, and reads the texts that changed."""

    manifest = Manifest(
        id="freshdesk",
        title="Freshdesk",
        summary="Canned responses by folder, and solution articles in all languages, by an agent's API key.",
        config_model=FreshdeskConfig,
        docs_url="https://support.freshdesk.com/en/support/solutions/articles/215517",
    )

    async def check(self) -> CheckReport:
        """Find out whether canned responses and articles can be read."""
        report = await check_parts(self._parts())
        return await with_rights(report, self._api(), _OF_ARTICLES * self.config.articles)

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield all canned responses, then all articles, folder by folder.

        A run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: what the last pass found.

        Raises:
            SourceUnavailable: if it cannot be read, or one kind of content cannot.
        """
        async for event in pull_parts(self, self._parts(), cursor):
            yield event

    def _parts(self) -> list[Part[Any]]:
        config = self.config
        address = origin(config.address)
        api = self._api()
        parts: list[Part[Any]] = []
        if config.responses:
            defaults = responses.Defaults(config.audience, config.groups, config.personal)
            parts.append(responses.part(api, self.context, address, defaults))
        if config.articles:
            parts.append(
                article_part.part(
                    api, self.context, address, drafts=config.drafts, languages=config.languages
                )
            )
        return parts

    def _api(self) -> Api:
        key = self.config.api_key.get_secret_value()
        return opened(self.context.http, origin(self.config.address), key)
