"""The `chatwoot` source: canned responses and help centres of an account, hosted or one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any, Self

from pydantic import Field, SecretStr, model_validator

from connectors.chatwoot import api, articles, replies
from connectors.chatwoot.centres import Centres
from connectors.config import AudienceSetting, GroupsSetting, NetworkConfig, TextList
from connectors.contract import CheckReport, Connector, Cursor, Event, Manifest, Skipped
from connectors.hosted.answers import mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.listing import Listed
from connectors.model import Audience

#: Part of every fingerprint: raise it when more is read out of the same responses than before.
READER_VERSION = 1

_Item = dict[str, Any]


class ChatwootConfig(NetworkConfig):
    """Which account, and what of it."""

    address: str = Field(
        "https://app.chatwoot.com",
        title="Address",
        description="Where you sign in: Chatwoot's own, or that of your server.",
    )
    account: int = Field(
        title="Account", description="The number after `/accounts/` in the address of any of its pages.", ge=1
    )
    token: SecretStr = Field(
        title="Access token", description="From Profile settings of a user who may see what is to be read."
    )
    canned_responses: bool = Field(True, title="Canned responses", description="Read the canned responses.")
    articles: bool = Field(True, title="Articles", description="Read the articles of the help centres.")
    portals: TextList = Field(
        (), title="Only these help centres", description="Their slugs or names; empty means all."
    )
    audience: AudienceSetting = Field(
        Audience.UNKNOWN,
        title="Audience",
        description="Whether canned responses may be sent to customers; published articles may.",
    )
    groups: GroupsSetting = ()

    @model_validator(mode="after")
    def _something_is_read(self) -> Self:
        if not self.canned_responses and not self.articles:
            raise ValueError("choose canned responses, articles, or both")
        return self


class ChatwootConnector(Connector[ChatwootConfig]):
    """Lists everything on every run: the lists have the texts, nothing is asked for one by one."""

    manifest = Manifest(
        id="chatwoot",
        title="Chatwoot",
        summary="Canned responses, and the published articles of the help centres with their translations.",
        config_model=ChatwootConfig,
        docs_url="https://developers.chatwoot.com/api-reference/introduction",
    )

    async def check(self) -> CheckReport:
        """Find out whether the token is taken, and what its user sees."""
        return await check_parts(self._parts())

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the canned responses, then the articles in the default language, then their translations.

        Args:
            cursor: the ids of the answers there were at the end of the last pass.

        Raises:
            SourceUnavailable: if they cannot be read.
            ConfigInvalid: if a help centre that is asked for is not there.
        """
        async for event in pull_parts(self, self._parts(), cursor):
            yield event

    def _parts(self) -> list[Part[Any]]:
        config = self.config
        source = api.opened(
            self.context.http, self._address(), config.account, config.token.get_secret_value()
        )
        centres = Centres(source, self._address(), config.portals, config.groups)

        async def read(new: Sequence[Listed[articles.Article]]) -> list[Event]:
            fields = partial(articles.fields, several=len(centres.everything) > 1, groups=config.groups)
            return await read_answers(self.context, new, fields)

        canned: Part[Any] = Part(
            name="canned responses",
            right="Make the token's user an agent of this account.",
            count=partial(self._count_canned, source),
            pages=partial(self._canned, source),
            read=self._read_canned,
        )
        found: Part[Any] = Part(
            name="articles",
            right="Give the token's user access to the help centre.",
            count=centres.count,
            pages=centres.listed,
            read=read,
            again=centres.again,
        )
        wanted = [(config.canned_responses, canned), (config.articles, found)]
        return [part for is_wanted, part in wanted if is_wanted]

    def _address(self) -> str:
        return self.config.address.rstrip("/").removesuffix("/api/v1")

    async def _count_canned(self, source: Api) -> int:
        return len(await api.allowed(source, self._address(), api.canned_responses(source)))

    async def _canned(self, source: Api) -> AsyncIterator[list[Listed[_Item] | Skipped]]:
        settings = [READER_VERSION, self.config.audience, self.config.groups]
        found = await api.allowed(source, self._address(), api.canned_responses(source))
        yield [Listed(replies.external_id(each), mark(settings, each), each) for each in found]

    async def _read_canned(self, new: Sequence[Listed[_Item]]) -> list[Event]:
        fields = partial(replies.fields, audience=self.config.audience, groups=self.config.groups)
        return await read_answers(self.context, new, fields)
