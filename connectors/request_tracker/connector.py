"""The `request-tracker` source: the articles of a Request Tracker 5, in their classes and topics."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from pydantic import Field, SecretStr

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, NetworkConfig, TextList
from connectors.contract import (
    Check,
    CheckReport,
    ConfigInvalid,
    Connector,
    Cursor,
    Event,
    Manifest,
    Outcome,
    Skipped,
    SourceUnavailable,
    failed_check,
)
from connectors.hosted.answers import Fields, mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.pictures import pictures
from connectors.http import RequestFailed
from connectors.listing import Listed, pull_listed
from connectors.model import Audience, BodyFormat, Kind
from connectors.request_tracker import listings, topics
from connectors.request_tracker.articles import TEXTS, fields_of
from connectors.request_tracker.listings import Article
from connectors.request_tracker.topics import Way

#: Part of every fingerprint: raise it when more is read out of the same articles than before.
READER_VERSION = 1
_BATCH = 50
_GRANT = (
    "Grant its account SeeClass, ShowArticle and SeeCustomField (Admin, Articles, Classes, Group Rights)."
)


class RequestTrackerConfig(NetworkConfig):
    """Which Request Tracker, and which of its articles."""

    address: str = Field(
        title="Address", description="Where agents open it, such as https://rt.example or https://example/rt."
    )
    token: SecretStr = Field(
        title="Token",
        description="Made under Logged in as, Settings, Auth Tokens; it sees what its owner sees.",
    )
    classes: TextList = Field(
        (), title="Only these classes", description="Names; empty means all it may see."
    )
    fields: TextList = Field(
        (),
        title="Text fields",
        description="Custom fields that are the text, in this order; `Class: Field` for one class alone. "
        "Empty means all that hold text.",
    )
    topics: bool = Field(
        True, title="Topics", description="Read the topics, a request each, as folders and tags."
    )
    kind: Kind = Field(
        Kind.REPLY, title="Used as", description="Replies are inserted as they stand, articles quoted."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


class RequestTrackerConnector(Connector[RequestTrackerConfig]):
    """Lists all articles, with their text, on every run, and compares what they say."""

    manifest = Manifest(
        id="request-tracker",
        title="Request Tracker",
        summary="Articles in their classes and topics, with the custom fields that hold their text.",
        config_model=RequestTrackerConfig,
        docs_url="https://docs.bestpractical.com/rt/5.0.8/RT/REST2.html",
    )

    async def check(self) -> CheckReport:
        """Find out whether the token is taken, and which articles and topics its account sees."""
        try:
            classes = await self._classes()
            found = [article for key in classes async for article in listings.articles(self._api(), key)]
            ways = await topics.of_articles(self._web(), classes) if self.config.topics else {}
            texts = await self._text_fields(found)
        except RequestFailed as error:
            return CheckReport((error.check("token"),))
        except (SourceUnavailable, ConfigInvalid) as error:
            return failed_check("classes", error, "Correct the address, or the names of the classes.")
        if not found:
            return CheckReport((Check("articles", Outcome.INDETERMINATE, "No article was found.", _GRANT),))
        names = ", ".join(sorted(classes.values())[:10])
        checks = [Check("articles", Outcome.PASSED, f"{len(found)} articles in {names}.")]
        if len(texts) > 1 and not self.config.fields:
            detail = f"Several fields hold text, and come in together: {', '.join(texts)}."
            remedy = "If some are not for customers, name those that make up the answer under Text fields."
            checks.append(Check("fields", Outcome.INDETERMINATE, detail, remedy))
        if not any(article.get("CustomFields") for article in found):
            detail = "No custom field of theirs is seen, and those hold the text."
            checks.append(Check("text", Outcome.INDETERMINATE, detail, _GRANT))
        if ways is None:
            detail = "The pages of the topics cannot be seen; articles come in without their topics."
            remedy = "Grant its account ShowArticlesMenu, or turn topics off for this source."
            checks.append(Check("topics", Outcome.INDETERMINATE, detail, remedy))
        return CheckReport(tuple(checks))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the articles, class by class.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if it cannot be read.
            ConfigInvalid: if a class that is asked for is not there.
        """
        del cursor
        classes = await self._classes()
        ways = await topics.of_articles(self._web(), classes) if self.config.topics else {}
        if ways is None:
            self.context.log.warning("The pages of the topics cannot be seen: articles come without topics.")
        types = listings.Fields(self._api())
        settings = self.config.model_dump(mode="json", exclude={"token", "private_network"})
        listed = []
        for class_id, name in classes.items():
            async for article in listings.articles(self._api(), class_id):
                id_ = str(article["id"])
                if str(article.get("Disabled") or "0") != "0":
                    yield Skipped(id_, "It is disabled in Request Tracker.")
                    continue
                await types.learn(article)
                under = (ways or {}).get(id_, [])
                told = mark(READER_VERSION, settings, name, article, types.of(article), sorted(under))
                listed.append(Listed(id_, told, (name, article, under)))

        async def read(new: Sequence[Listed[tuple[str, Article, list[Way]]]]) -> list[Event]:
            return await read_answers(self.context, new, lambda said: self._fields(types.known, *said))

        async for event in pull_listed(self, listed, read, batch=_BATCH):
            yield event

    async def _text_fields(self, found: Sequence[Article]) -> list[str]:
        """Return the names of the custom fields that are taken for text."""
        types = listings.Fields(self._api())
        for article in found:
            await types.learn(article)
        every = [field for article in found for field in article.get("CustomFields") or ()]
        return sorted({field["name"] for field in every if types.known[str(field["id"])] in TEXTS})

    def _fields(self, types: dict[str, str], class_name: str, article: Article, ways: list[Way]) -> Fields:
        config, fields = self.config, fields_of(article, class_name, types, self.config.fields, ways)
        is_html = fields["body_format"] is BodyFormat.HTML
        return {
            **fields,
            "images": pictures(fields["body"], f"{self._base()}/") if is_html else (),
            "kind": config.kind,
            "url": f"{self._base()}/Articles/Article/Display.html?id={article['id']}",
            "audience": config.audience,
            "language": config.language,
            "groups": config.groups,
        }

    async def _classes(self) -> dict[str, str]:
        """Return the names of the chosen classes by id."""
        found = await listings.classes(self._api())
        if not self.config.classes:
            return found
        wanted = {name.casefold() for name in self.config.classes}
        if missing := wanted - {name.casefold() for name in found.values()}:
            has = ", ".join(sorted(found.values())) or "none this account may see"
            raise ConfigInvalid(f"There is no class '{min(missing)}'. There are: {has}.")
        return {key: name for key, name in found.items() if name.casefold() in wanted}

    def _base(self) -> str:
        return self.config.address.rstrip("/").removesuffix("/REST/2.0")

    def _api(self) -> Api:
        return Api(self.context.http, f"{self._base()}/REST/2.0", self._headers())

    def _web(self) -> Api:
        # Its pages take requests with parameters only from its own pages.
        return Api(self.context.http, self._base(), {**self._headers(), "Referer": f"{self._base()}/"})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self.config.token.get_secret_value()}"}
