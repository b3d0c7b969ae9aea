"""The `confluence-live` source: the pages of a Confluence, Cloud or Data Center, through its REST API.

Built on Atlassian's documentation of `GET /rest/api/content/search` (CQL), which both have. Cloud goes on by
a cursor, Data Center by `start`; both say where in `_links.next`, and neither fills every part.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, NetworkConfig, TextList
from connectors.confluence.outline import USER, common
from connectors.confluence.pages import Body, Read, read_all
from connectors.confluence.storage import Surroundings
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
from connectors.http import RequestFailed, Trouble, basic, bearer, place
from connectors.listing import Listed, memory, pull_listed, remembered
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing.batches import parse_all
from connectors.parsing.fields import read_moment, web_address

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_BATCH = 20
_LIMIT = "100"
_LISTED = (
    "version,ancestors,space,metadata.labels,restrictions.read.restrictions.user,"
    "restrictions.read.restrictions.group"
)
_MAX_BYTES = 100_000_000


class ConfluenceLiveConfig(NetworkConfig):
    """Which Confluence, and which of its spaces."""

    address: str = Field(
        title="Address", description="Such as https://team.atlassian.net/wiki or https://confluence.example."
    )
    user: str | None = Field(
        None, title="E-mail", description="Of the account (Cloud); empty for a personal access token."
    )
    token: SecretStr = Field(
        title="Token", description="Cloud: an API token. Data Center: a personal access token."
    )
    spaces: TextList = Field((), title="Only these spaces", description="Keys, such as SUP; empty means all.")
    everyone: TextList = Field(
        ("confluence-users",),
        title="Groups of everybody",
        description="Confluence groups all agents are in. Pages that only others may view are kept to tokens"
        " with a group of that name.",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


class ConfluenceLiveConnector(Connector[ConfluenceLiveConfig]):
    """Lists all pages on every run, and reads those whose version, place, labels or readers are new."""

    manifest = Manifest(
        id="confluence-live",
        title="Confluence",
        summary="Current pages of Confluence Cloud or Data Center with labels and page restrictions.",
        config_model=ConfluenceLiveConfig,
        docs_url="https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content/",
    )

    async def check(self) -> CheckReport:
        """Find out whether the token is taken, and which of the spaces its account sees."""
        try:
            part = await self._get(self._search(), {"cql": self._cql(), "limit": "25", "expand": "space"})
        except RequestFailed as error:
            return CheckReport((error.check("token"),))
        except (SourceUnavailable, ConfigInvalid) as error:
            return failed_check("spaces", error, "Correct the address or the keys of the spaces.")
        pages = part["results"]
        if not pages:
            remedy = "Check the keys of the spaces, and give the account the right to view them."
            return CheckReport((Check("pages", Outcome.INDETERMINATE, "No page was found.", remedy),))
        spaces = ", ".join(sorted({page.get("space", {}).get("name", "") for page in pages}))
        found = f"Pages are seen, the first ones in: {spaces}."
        return CheckReport((Check("pages", Outcome.PASSED, found),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every page.

        A run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: the ids of the pages there were.

        Raises:
            SourceUnavailable: if it cannot be read.
        """
        pages = {str(page["id"]): page async for page in self._found("order by created")}
        missed = remembered(cursor, pages)
        for start in range(0, len(missed), _BATCH):
            ids = ",".join(missed[start : start + _BATCH])
            pages |= {str(page["id"]): page async for page in self._found(f"and id in ({ids})")}
        settings = self.config.model_dump_json(include={"address", "audience", "language", "groups"})
        allowed = {id_: named for id_, page in pages.items() if (named := self._viewers(page))}
        listed = []
        for id_, page in pages.items():
            said = _outlined(page, allowed)
            told = json.dumps([READER_VERSION, settings, said], sort_keys=True, ensure_ascii=False)
            mark = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]
            listed.append(Listed(id_, mark, said))
        async for event in pull_listed(self, listed, self._read, batch=_BATCH, cursor=memory(pages)):
            yield event

    def _found(self, how: str) -> AsyncIterator[dict[str, Any]]:
        """Yield pages of the chosen spaces without their text."""
        return self._pages({"cql": f"{self._cql()} {how}", "limit": _LIMIT, "expand": _LISTED})

    async def _pages(self, params: dict[str, str]) -> AsyncIterator[dict[str, Any]]:
        """Yield all results of a search. Only a missing `next` ends it: a part may be short."""
        part = await self._get(self._search(), params)
        seen = set()
        while True:
            for page in part["results"]:
                yield page
            following = part.get("_links", {}).get("next")
            if not following:
                return
            if following in seen:
                raise SourceUnavailable("Confluence's list leads back to itself: try again later.")
            seen.add(following)
            part = await self._get(self._next(following), {})

    async def _get(self, address: str, params: dict[str, str]) -> dict[str, Any]:
        secret = self.config.token.get_secret_value()
        headers = basic(self.config.user, secret) if self.config.user else bearer(secret)
        http = self.context.http
        response = await http.get(
            address, params=params, headers={"Accept": "application/json", **headers}, max_bytes=_MAX_BYTES
        )
        said = response.json()
        if not isinstance(said, dict) or not isinstance(said.get("results"), list):
            raise RequestFailed(Trouble.UNREADABLE, place(address), "gave no answer of Confluence's API")
        return said

    async def _read(self, new: Sequence[Listed[dict[str, Any]]]) -> list[Event]:
        ids = ",".join(item.external_id for item in new)
        params = {"cql": f"id in ({ids})", "limit": str(len(new)), "expand": "body.storage,history"}
        found = {str(page["id"]): page async for page in self._pages(params)}
        # What was deleted since it was listed is not there any more.
        items = [item for item in new if item.external_id in found]
        bodies = [self._body(item, found[item.external_id]) for item in items]
        reads = await parse_all(self.context, read_all, bodies, _unread)
        return [
            self._event(item, found[item.external_id], read) for item, read in zip(items, reads, strict=True)
        ]

    def _body(self, item: Listed[dict[str, Any]], page: dict[str, Any]) -> Body:
        text = page.get("body", {}).get("storage", {}).get("value", "")
        here = Surroundings(self._base(), item.external_id, item.said["space"])
        return Body(text, is_storage=True, surroundings=here)

    def _event(self, item: Listed[dict[str, Any]], page: dict[str, Any], read: Read) -> Event:
        if read.error:
            return Failure(item.external_id, read.error, fingerprint=item.fingerprint)
        said = item.said
        try:
            document = Document(
                external_id=item.external_id,
                kind=Kind.ARTICLE,
                title=said["title"],
                body=read.body,
                body_format=BodyFormat.HTML,
                url=web_address(f"{self._base()}/pages/viewpage.action?pageId={item.external_id}"),
                audience=Audience.INTERNAL if said["groups"] else self.config.audience,
                groups=tuple(said["groups"]) or self.config.groups,
                language=self.config.language,
                tags=tuple(said["labels"]),
                folder=said["folder"] or None,
                created_at=read_moment(page.get("history", {}).get("createdDate") or ""),
                updated_at=read_moment(said["when"]),
            )
        except ValidationError as error:
            return invalid(item.external_id, error, item.fingerprint)
        return Upsert(document, item.fingerprint)

    def _viewers(self, page: dict[str, Any]) -> set[str] | None:
        """Return who alone may view a page, as groups and `user:` names; `None` if it is not restricted."""
        said = page.get("restrictions", {}).get("read", {}).get("restrictions", {})
        groups = {group["name"] for group in said.get("group", {}).get("results", ())}
        users = {
            USER + str(user.get("username") or user.get("displayName") or user.get("accountId"))
            for user in said.get("user", {}).get("results", ())
        }
        return None if groups & set(self.config.everyone) else (groups | users) or None

    def _cql(self) -> str:
        keys = ",".join(json.dumps(key) for key in self.config.spaces)
        return f"type = page and space in ({keys})" if keys else "type = page"

    def _base(self) -> str:
        """Return where Confluence stands; that of Atlassian's cloud stands below `/wiki`."""
        base = self.config.address.rstrip("/")
        is_cloud = (urlsplit(base).hostname or "").endswith(".atlassian.net")
        return f"{base}/wiki" if is_cloud and not base.endswith("/wiki") else base

    def _search(self) -> str:
        return f"{self._base()}/rest/api/content/search"

    def _next(self, link: str) -> str:
        """Return the address of the next part: always on the server that is configured."""
        base = self._base()
        parts = urlsplit(link)
        path = parts.path if not parts.query else f"{parts.path}?{parts.query}"
        context = urlsplit(base).path
        return base + (path.removeprefix(context) if context and path.startswith(f"{context}/") else path)


def _outlined(page: dict[str, Any], allowed: dict[str, set[str]]) -> dict[str, Any]:
    """Return what of a listed page decides what becomes of it."""
    space = page.get("space", {})
    above = [ancestor for ancestor in page.get("ancestors", ()) if ancestor.get("title")]
    # The space's home page is above every other one, and says no more than the space does.
    titles = [ancestor["title"] for ancestor in above[1:]]
    levels = [str(page["id"]), *(str(ancestor["id"]) for ancestor in page.get("ancestors", ()))]
    labels = page.get("metadata", {}).get("labels", {}).get("results", ())
    return {
        "title": page["title"],
        "space": space.get("key", ""),
        "folder": "::".join(filter(None, [space.get("name", ""), *titles])),
        "labels": sorted({label["name"] for label in labels if label.get("prefix") != "my"}),
        "groups": common(allowed[level] for level in levels if level in allowed),
        "version": page.get("version", {}).get("number"),
        "when": page.get("version", {}).get("when", ""),
    }


def _unread(reason: str) -> Read:
    return Read(error=reason)
