"""The `guru` source: the cards that a token may see, with owner, dates, verifiers and verification state.

A verified card comes in as verified, by whom and when; one that needs verification does not, whenever it was
verified before. What Guru knows beside (interval, verifiers, next date, reasons) is kept with the answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

from pydantic import Field, SecretStr

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, NetworkConfig, TextList
from connectors.contract import CheckReport, Connector, Cursor, Delete, Event, Manifest, Skipped
from connectors.guru import api, cards
from connectors.hosted.answers import mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.hosted.usage import roughly
from connectors.listing import Listed
from connectors.model import Audience, Kind

#: Part of every fingerprint: raise it when more is read out of the same cards than before.
READER_VERSION = 1


class GuruConfig(NetworkConfig):
    """Whose cards, and what they are for."""

    user: str = Field(
        title="User",
        description="E-mail address of a user token's owner, or the ID of a collection token's collection.",
    )
    token: SecretStr = Field(
        title="Token",
        description="From Manage, Apps and Integrations, API Access. One of a collection is read-only.",
    )
    collections: TextList = Field(
        (), title="Only these collections", description="Their names; empty means all the token sees."
    )
    kind: Kind = Field(
        Kind.ARTICLE, title="Used as", description="Replies are inserted as they stand, articles quoted."
    )
    audience: AudienceSetting = Field(
        Audience.INTERNAL,
        title="Audience",
        description="Whether cards may be sent to customers; those shared publicly always may.",
    )
    language: LanguageSetting = None
    groups: GroupsSetting = ()
    address: str = Field(
        "https://api.getguru.com", title="Address", description="Of Guru's API; only a proxy needs another."
    )


class GuruConnector(Connector[GuruConfig]):
    """Lists all cards on every run: the list has their texts, only missed ones are asked for one by one."""

    manifest = Manifest(
        id="guru",
        title="Guru",
        summary="Cards with verification, verifiers, owner, folders, tags and how often they were used.",
        config_model=GuruConfig,
        docs_url="https://developer.getguru.com/docs/getting-started",
    )

    async def check(self) -> CheckReport:
        """Find out whether the token is taken, and whether it sees cards."""
        return await check_parts([self._part()])

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every card, the oldest first; archived ones as deleted.

        Args:
            cursor: the ids of the cards there were at the end of the last pass.

        Raises:
            SourceUnavailable: if they cannot be read.
        """
        async for event in pull_parts(self, [self._part()], cursor):
            yield event

    def _part(self) -> Part[cards.Card]:
        source = api.opened(
            self.context.http, self.config.address, self.config.user, self.config.token.get_secret_value()
        )
        allowed: dict[str, tuple[str, ...]] = {}
        return Part(
            name="cards",
            right="Give the token's user access to the collections.",
            count=partial(api.count, source),
            pages=partial(self._pages, source, allowed),
            read=self._read,
            again=partial(self._again, source, allowed),
        )

    async def _pages(
        self, source: Api, allowed: dict[str, tuple[str, ...]]
    ) -> AsyncIterator[list[Listed[cards.Card] | Skipped]]:
        async for page in api.cards(source):
            wanted = [card for card in page if self._is_wanted(card)]
            for card in wanted:
                await self._learn(source, allowed, card)
            yield [self._found(card, allowed) for card in wanted]

    def _is_wanted(self, card: cards.Card) -> bool:
        """Whether a card is in one of the collections that are asked for."""
        names = {name.casefold() for name in self.config.collections}
        return not names or cards.collection(card)[1].casefold() in names

    async def _learn(self, source: Api, allowed: dict[str, tuple[str, ...]], card: cards.Card) -> None:
        """Ask once who may see the collection of a card; where that is not told, the settings say it."""
        id_ = cards.collection(card)[0]
        if id_ and id_ not in allowed:
            found = await api.groups(source, id_)
            allowed[id_] = self.config.groups if found is None else found or self.config.groups

    async def _again(
        self, source: Api, allowed: dict[str, tuple[str, ...]], ids: Sequence[str]
    ) -> list[Listed[cards.Card] | Skipped | Delete]:
        found: list[Listed[cards.Card] | Skipped | Delete] = []
        for id_ in ids:
            card = await api.card(source, id_)
            if card is None or not self._is_wanted(card):
                continue
            if card.get("archived"):
                found.append(Delete(id_))
                continue
            await self._learn(source, allowed, card)
            found.append(self._found(card, allowed))
        return found

    def _found(self, card: cards.Card, allowed: dict[str, tuple[str, ...]]) -> Listed[cards.Card] | Skipped:
        said = {**card, "groups": allowed.get(cards.collection(card)[0], self.config.groups)}
        used = {key: roughly(number) for key, number in cards.counts(card).items()}
        told: dict[str, Any] = {key: value for key, value in said.items() if key not in _UNSTEADY}
        settings = self.config.model_dump(mode="json", include={"kind", "audience", "language"})
        return cards.left_out(card) or Listed(
            str(card["id"]), mark(READER_VERSION, settings, cards.collection(card), told, used), said
        )

    async def _read(self, new: Sequence[Listed[cards.Card]]) -> list[Event]:
        config = self.config
        fields = partial(cards.fields, kind=config.kind, audience=config.audience, language=config.language)
        return await read_answers(self.context, new, fields)


#: What differs from one look to the next, or from one reader to the next, without the card being another.
_UNSTEADY = {"cardInfo", "favorited", "collection"}
