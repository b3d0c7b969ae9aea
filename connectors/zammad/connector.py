"""The `zammad` source: text modules and the knowledge base of a Zammad, through its API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any, Self

from pydantic import Field, SecretStr, model_validator

from connectors.config import AudienceSetting, GroupsSetting, NetworkConfig, TextList
from connectors.contract import CheckReport, Connector, Cursor, Event, Manifest, Skipped
from connectors.hosted.answers import mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.listing import Listed
from connectors.model import Audience
from connectors.zammad import api, modules
from connectors.zammad.articles import Articles

#: Part of every fingerprint: raise it when more is read out of the same text modules than before.
READER_VERSION = 1


class ZammadConfig(NetworkConfig):
    """Which Zammad, and what of it."""

    address: str = Field(title="Address", description="Of the Zammad, such as https://support.example.")
    token: SecretStr = Field(
        title="Access token",
        description="From the profile of an agent, Token Access, with the permissions ticket.agent and"
        " knowledge_base.reader; knowledge_base.editor where categories are only for some roles.",
    )
    text_modules: bool = Field(True, title="Text modules", description="Read the text modules.")
    answers: bool = Field(True, title="Knowledge base", description="Read the answers of the knowledge base.")
    languages: TextList = Field(
        (),
        title="Languages of the knowledge base",
        description="The primary one first, as Zammad writes them: en-us, de-de. Empty: they are detected.",
    )
    audience: AudienceSetting = Field(
        Audience.UNKNOWN,
        title="Audience",
        description="Whether text modules may be sent to customers; answers say it themselves.",
    )
    groups: GroupsSetting = Field(
        (),
        title="Groups",
        description="Who may see text modules that are for all groups; empty means everyone.",
    )

    @model_validator(mode="after")
    def _something_is_read(self) -> Self:
        if not self.text_modules and not self.answers:
            raise ValueError("choose text modules, the knowledge base, or both")
        return self


class ZammadConnector(Connector[ZammadConfig]):
    """Lists everything on every run; only the texts of new and changed answers are asked for one by one."""

    manifest = Manifest(
        id="zammad",
        title="Zammad",
        summary="Text modules with their groups, and the knowledge base with translations and attachments.",
        config_model=ZammadConfig,
        docs_url="https://docs.zammad.org/en/latest/api/intro.html",
    )

    async def check(self) -> CheckReport:
        """Find out whether the token is taken, and what it may see."""
        return await check_parts(self._parts())

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the text modules, then the answers of the knowledge base in all their languages.

        Args:
            cursor: the ids of the documents there were at the end of the last pass.

        Raises:
            SourceUnavailable: if they cannot be read.
            ConfigInvalid: if the settings name more or fewer languages than there are.
        """
        async for event in pull_parts(self, self._parts(), cursor):
            yield event

    def _parts(self) -> list[Part[Any]]:
        config = self.config
        source = api.opened(self.context.http, self._address(), config.token.get_secret_value())
        articles = Articles(self.context, source, self._address(), config.languages)
        text_modules: Part[Any] = Part(
            name="text modules",
            right="Give the token the permission ticket.agent, and its user, too.",
            count=partial(api.count_text_modules, source),
            pages=partial(self._pages, source),
            read=self._read,
            again=partial(self._again, source),
        )
        answers: Part[Any] = Part(
            name="answers of the knowledge base",
            right="Give the token the permission knowledge_base.reader or knowledge_base.editor.",
            count=articles.count,
            pages=articles.pages,
            read=articles.read,
        )
        wanted = [(config.text_modules, text_modules), (config.answers, answers)]
        return [part for is_wanted, part in wanted if is_wanted]

    def _address(self) -> str:
        return self.config.address.rstrip("/").removesuffix("/api/v1")

    async def _pages(self, source: Api) -> AsyncIterator[list[Listed[modules.TextModule] | Skipped]]:
        async for page in api.text_modules(source):
            yield [self._found(module) for module in page]

    async def _again(self, source: Api, ids: Sequence[str]) -> list[Listed[modules.TextModule] | Skipped]:
        numbers = [id_.removeprefix(modules.PREFIX) for id_ in ids if id_.startswith(modules.PREFIX)]
        found = [await api.text_module(source, number) for number in numbers]
        return [self._found(module) for module in found if module is not None]

    def _found(self, module: modules.TextModule) -> Listed[modules.TextModule] | Skipped:
        settings = [READER_VERSION, self._address(), self.config.audience, self.config.groups]
        fingerprint = mark(settings, module)
        return modules.left_out(module) or Listed(modules.external_id(module["id"]), fingerprint, module)

    async def _read(self, new: Sequence[Listed[modules.TextModule]]) -> list[Event]:
        fields = partial(
            modules.fields,
            audience=self.config.audience,
            groups=self.config.groups,
            address=self._address(),
        )
        return await read_answers(self.context, new, fields)
