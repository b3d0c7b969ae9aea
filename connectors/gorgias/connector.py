"""The `gorgias` source: the macros of an account, with their actions, language, intent and use."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

from pydantic import Field, SecretStr

from connectors.config import GroupsSetting, NetworkConfig
from connectors.contract import CheckReport, Connector, Cursor, Event, Manifest, Skipped
from connectors.gorgias import api, macros
from connectors.hosted.answers import mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.hosted.usage import roughly
from connectors.listing import Listed

#: Part of every fingerprint: raise it when more is read out of the same macros than before.
READER_VERSION = 1


class GorgiasConfig(NetworkConfig):
    """Which account, and who asks."""

    address: str = Field(title="Address", description="Of the account, such as https://acme.gorgias.com.")
    email: str = Field(title="E-mail", description="Of the user to whom the API key belongs.")
    api_key: SecretStr = Field(
        title="API key", description="From Settings, Account, REST API; reading macros is all it needs."
    )
    groups: GroupsSetting = ()


class GorgiasConnector(Connector[GorgiasConfig]):
    """Lists all macros on every run: the list has their texts, nothing is asked for one by one."""

    manifest = Manifest(
        id="gorgias",
        title="Gorgias",
        summary="Macros with their actions, tags, language, intent and how often they were used.",
        config_model=GorgiasConfig,
        docs_url="https://developers.gorgias.com/reference/introduction",
    )

    async def check(self) -> CheckReport:
        """Find out whether the key is taken, and whether there are macros."""
        return await check_parts([self._part()])

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every macro, the oldest first.

        Args:
            cursor: the ids of the macros there were at the end of the last pass.

        Raises:
            SourceUnavailable: if they cannot be read.
        """
        async for event in pull_parts(self, [self._part()], cursor):
            yield event

    def _part(self) -> Part[macros.Macro]:
        source = self._api()
        return Part(
            name="macros",
            right="Give the user of the API key a role that may see macros.",
            count=partial(api.count, source),
            pages=partial(self._pages, source),
            read=self._read,
            again=partial(self._again, source),
        )

    def _api(self) -> Api:
        return api.opened(
            self.context.http, self._address(), self.config.email, self.config.api_key.get_secret_value()
        )

    def _address(self) -> str:
        return self.config.address.rstrip("/").removesuffix("/api")

    async def _pages(self, source: Api) -> AsyncIterator[list[Listed[macros.Macro] | Skipped]]:
        async for page in api.macros(source):
            yield [self._found(macro) for macro in page]

    async def _again(self, source: Api, ids: Sequence[str]) -> list[Listed[macros.Macro] | Skipped]:
        found = [await api.macro(source, id_) for id_ in ids]
        return [self._found(macro) for macro in found if macro is not None]

    def _found(self, macro: macros.Macro) -> Listed[macros.Macro] | Skipped:
        told: dict[str, Any] = {**macro, "usage": roughly(macro.get("usage"))}
        settings = [READER_VERSION, self._address(), self.config.groups]
        return macros.left_out(macro) or Listed(str(macro["id"]), mark(settings, told), macro)

    async def _read(self, new: Sequence[Listed[macros.Macro]]) -> list[Event]:
        fields = partial(macros.fields, groups=self.config.groups, address=self._address())
        return await read_answers(self.context, new, fields)
