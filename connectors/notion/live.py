"""The `notion-live` source: the pages of a workspace that were shared with an integration.

Built on the documentation of Notion's API (version 2025-09-03). A search is all there is to list pages, and
Notion does not promise that it finds every one: what it no longer finds is asked for before it is gone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from pydantic import Field, SecretStr, ValidationError

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, NetworkConfig
from connectors.contract import (
    Check,
    CheckReport,
    Connector,
    Cursor,
    Delete,
    Event,
    Failure,
    Manifest,
    Outcome,
    ParseFailed,
    Upsert,
    invalid,
)
from connectors.http import RequestFailed, Trouble
from connectors.listing import Listed, memory, pull_listed, remembered
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.notion import values
from connectors.notion.api import Api
from connectors.notion.blocks import html_of, plain
from connectors.notion.properties import Properties
from connectors.parsing import html
from connectors.parsing.fields import read_moment, web_address

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_BATCH = 10
_HIGHEST = 20
#: Notion rounds the time of an edit to the minute: a page edited just now may be edited again unnoticed.
_UNSETTLED = timedelta(minutes=2)


class NotionLiveConfig(NetworkConfig):
    """Which workspace, and what holds for all of it."""

    token: SecretStr = Field(
        title="Token",
        description="Of an internal integration (notion.so/my-integrations) that pages were shared with.",
    )
    address: str = Field(
        "https://api.notion.com", title="Address", description="Of Notion's API; only a proxy needs another."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


class NotionLiveConnector(Connector[NotionLiveConfig]):
    """Lists all shared pages on every run, and reads those that were edited or moved."""

    manifest = Manifest(
        id="notion-live",
        title="Notion",
        summary="Pages and database rows shared with an integration, with properties and verification.",
        config_model=NotionLiveConfig,
        docs_url="https://developers.notion.com/docs/create-a-notion-integration",
    )

    async def check(self) -> CheckReport:
        """Find out whether the token is taken, and whether pages were shared with it."""
        api = self._api()
        try:
            bot = (await api.get("users/me")).json()
            pages = await api.some()
        except RequestFailed as error:
            return CheckReport((error.check("token"),))
        named = Check("token", Outcome.PASSED, f"The integration is called {bot.get('name') or 'nothing'}.")
        if not pages:
            remedy = "In Notion, open a page's menu, choose Connections and add the integration."
            none = Check("pages", Outcome.INDETERMINATE, "No page was shared with it yet.", remedy)
            return CheckReport((named, none))
        titles = ", ".join(filter(None, (values.title_of(page["properties"]) for page in pages[:5])))
        return CheckReport((named, Check("pages", Outcome.PASSED, f"Shared are, among others: {titles}.")))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every shared page.

        Args:
            cursor: the ids of the pages there were at the end of the last pass.

        Raises:
            SourceUnavailable: if the workspace cannot be read.
        """
        api = self._api()
        pages = {_plain_id(page["id"]): page async for page in api.search("page")}
        pages |= await self._missed(api, remembered(cursor, pages))
        pages = {id_: page for id_, page in pages.items() if not _is_in_trash(page)}
        for gone in remembered(cursor, pages):
            yield Delete(gone)
        titles = {id_: (values.title_of(page["properties"]), page["parent"]) for id_, page in pages.items()}
        async for source in api.search("data_source"):
            parent = source.get("database_parent") or source.get("parent") or {}
            titles[_plain_id(source["id"])] = plain(source.get("title") or ()), parent
        listed = [self._listed(id_, page, await _folder(api, page, titles)) for id_, page in pages.items()]

        async def read(new: Sequence[Listed[dict[str, Any]]]) -> list[Event]:
            return [event for item in new if (event := await self._read(api, item)) is not None]

        async for event in pull_listed(self, listed, read, batch=_BATCH, cursor=memory(pages)):
            yield event

    def _api(self) -> Api:
        return Api(self.context.http, self.config.address, self.config.token.get_secret_value())

    async def _missed(self, api: Api, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return the pages that the search did not find but that are still there."""
        found: dict[str, dict[str, Any]] = {}
        for id_ in ids:
            try:
                found[id_] = (await api.get(f"pages/{id_}")).json()
            except RequestFailed as error:
                if error.trouble not in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
                    raise
        return found

    def _listed(self, id_: str, page: dict[str, Any], folder: str) -> Listed[dict[str, Any]]:
        settings = self.config.model_dump_json(include={"audience", "language", "groups"})
        told = json.dumps(
            [READER_VERSION, settings, folder, page.get("last_edited_time"), page["properties"]]
        )
        mark = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        return Listed(id_, mark, {**page, "folder": folder})

    async def _read(self, api: Api, item: Listed[dict[str, Any]]) -> Event | None:
        mark = None if _is_unsettled(item.said) else item.fingerprint
        try:
            return self._event(item, html_of(await api.blocks(item.external_id)), mark)
        except ParseFailed as error:
            return Failure(item.external_id, str(error), fingerprint=mark)
        except RequestFailed as error:
            if error.trouble is Trouble.NOT_FOUND:
                return None
            if error.retryable or error.trouble is Trouble.UNAUTHORIZED:
                raise
            return Failure(item.external_id, str(error), retryable=True)

    def _event(self, item: Listed[dict[str, Any]], body: str, mark: str | None) -> Event:
        page = item.said
        properties = Properties()
        for name, value in page["properties"].items():
            if value.get("type") != "title":
                properties.take(name, values.text_of(value))
        rows = "".join(
            f"<tr><th>{escape(name, quote=False)}</th><td>{escape(value, quote=False)}</td></tr>"
            for name, value in properties.shown
        )
        whole = f"<table>{rows}</table>\n{body}".strip() if rows else body
        if html.is_empty(whole):
            reason = "The page holds no text: write something in it, or delete it in Notion."
            return Failure(item.external_id, reason, fingerprint=mark)
        verified = values.verification(page["properties"])
        fields = {
            "audience": self.config.audience,
            "groups": self.config.groups,
            "language": self.config.language,
            "created_at": read_moment(page.get("created_time") or ""),
            "updated_at": read_moment(page.get("last_edited_time") or ""),
            "verified_at": read_moment(verified[0]) if verified else None,
            "verified_by": verified[1] if verified else None,
            **properties.fields(),
        }
        try:
            document = Document(
                external_id=item.external_id,
                kind=Kind.ARTICLE,
                title=values.title_of(page["properties"]) or "Untitled",
                body=whole,
                body_format=BodyFormat.HTML,
                url=web_address(page.get("url") or "") or f"https://www.notion.so/{item.external_id}",
                folder=page["folder"] or None,
                **fields,
            )
        except ValidationError as error:
            return invalid(item.external_id, error, mark)
        return Upsert(document, mark)


async def _folder(api: Api, page: dict[str, Any], titles: dict[str, tuple[str, dict[str, Any]]]) -> str:
    """Return the titles above a page, as far up as the integration may see."""
    names: list[str] = []
    parent = page["parent"]
    for _ in range(_HIGHEST):
        kind = parent.get("type", "")
        above = _plain_id(str(parent.get(kind) or ""))
        if kind == "block_id" and above not in titles:
            titles[above] = "", await _parent_of_block(api, above)
        if above not in titles:
            break
        name, parent = titles[above]
        names.append(name)
    return "::".join(reversed([name for name in names if name]))


async def _parent_of_block(api: Api, block_id: str) -> dict[str, Any]:
    """Return what a block stands in: a page may stand within a column or a toggle."""
    try:
        parent: dict[str, Any] = (await api.get(f"blocks/{block_id}")).json().get("parent") or {}
    except RequestFailed as error:
        if error.retryable or error.trouble is Trouble.UNAUTHORIZED:
            raise
        return {}
    return parent


def _is_in_trash(page: dict[str, Any]) -> bool:
    return bool(page.get("in_trash") or page.get("archived"))


def _is_unsettled(page: dict[str, Any]) -> bool:
    edited = read_moment(page.get("last_edited_time") or "")
    return edited is not None and datetime.now(UTC) - edited < _UNSETTLED


def _plain_id(written: str) -> str:
    """Return an id as exports and addresses write it: without dashes."""
    return written.replace("-", "")
