"""MediaWiki's action API (`api.php`): finding it, signing in, asking on until there is no more.

Checked against MediaWiki 1.39. Errors arrive with status 200; `maxlag` asks a busy wiki to say so.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from connectors.contract import ConfigInvalid, ConnectorError, SourceUnavailable
from connectors.http import Http, RequestFailed, Trouble, bearer, place

_EDIT_URI = re.compile(r"<link[^>]*rel=[\"']EditURI[\"'][^>]*href=[\"']([^\"']+)[\"']", re.IGNORECASE)
_BUSY = {"maxlag", "ratelimited", "readonly"}
_TRIES = 4
_LONGEST_WAIT = 30.0
_CLOSED = (
    "The wiki is closed to visitors: enter a user and a bot password for this source (in the wiki:"
    " Special:BotPasswords, with the right to read)."
)


class Api:
    """The API of one wiki, for one run."""

    def __init__(self, http: Http, address: str) -> None:
        self._http = http
        self.address = address
        self._headers: dict[str, str] = {}
        self._cookies: dict[str, str] = {}
        self._signed_in = False

    @classmethod
    async def find(cls, http: Http, address: str) -> Api:
        """Return the API of the wiki that an address belongs to: of a page, of the wiki, or of `api.php`.

        Raises:
            RequestFailed: if the address cannot be read.
            ConfigInvalid: if there is no MediaWiki.
        """
        if urlsplit(address).path.endswith("/api.php"):
            return cls(http, address.partition("?")[0])
        page = await http.get(address, accept=(401, 403, 404))
        found = _EDIT_URI.search(page.text()) if "html" in page.media_type else None
        if found:
            return cls(http, urljoin(page.url, unescape(found.group(1))).partition("?")[0])
        beside = urljoin(page.url if page.url.endswith("/") else f"{page.url}/", "api.php")
        answer = await http.get(beside, params={"action": "query", "format": "json"}, accept=(401, 403, 404))
        if answer.status < 400 and "json" in answer.media_type:  # noqa: PLR2004 - not one of those accepted
            return cls(http, beside)
        raise ConfigInvalid(
            f"There is no MediaWiki at {place(address)}: give the address of its main page or of its api.php."
        )

    def authorize(self, token: str) -> None:
        """Use an OAuth access token from now on."""
        self._headers.update(bearer(token))
        self._signed_in = True

    async def sign_in(self, user: str, password: str) -> None:
        """Sign in with a bot password (`User@name` and what the wiki made for it).

        Raises:
            ConfigInvalid: if the wiki refuses it.
        """
        said = await self.call({"action": "query", "meta": "tokens", "type": "login"})
        token = said["query"]["tokens"]["logintoken"]
        form = {"lgname": user, "lgpassword": password, "lgtoken": token}
        said = await self.call({"action": "login"}, form)
        login = said.get("login", {})
        if login.get("result") != "Success":
            why = login.get("reason") or login.get("result") or "no reason given"
            why = why if isinstance(why, str) else why.get("text", "")
            raise ConfigInvalid(
                f"The wiki refuses the user or password ({why}): make a bot password at Special:BotPasswords."
            )
        self._signed_in = True

    async def query(self, **params: str) -> AsyncIterator[dict[str, Any]]:
        """Yield the answers to a query, one for each step the wiki gives it in.

        Raises:
            ConnectorError: if the wiki answers with an error.
        """
        more: dict[str, str] = {}
        while True:
            said = await self.call({"action": "query", **params, **more})
            yield said
            if "continue" not in said:
                return
            more = {key: str(value) for key, value in said["continue"].items()}

    async def call(self, params: Mapping[str, str], form: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Send one request and return the answer; a busy wiki is asked again after a while.

        Raises:
            ConnectorError: if the wiki answers with an error.
        """
        for attempt in range(_TRIES):
            said, wait = await self._ask(params, form)
            error = said.get("error") or next(iter(said.get("errors", ())), None)
            if not error:
                return said
            code, info = str(error.get("code")), str(error.get("info") or error.get("text") or "")
            if code not in _BUSY or attempt == _TRIES - 1:
                raise _refused(code, info)
            await asyncio.sleep(min(wait or 2.0**attempt, _LONGEST_WAIT))
        raise AssertionError("unreachable")

    async def _ask(
        self, params: Mapping[str, str], form: Mapping[str, str] | None
    ) -> tuple[dict[str, Any], float | None]:
        headers = dict(self._headers)
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        all_params = {"format": "json", "formatversion": "2", "maxlag": "5", **params}
        if self._signed_in:
            all_params["assert"] = "user"
        answer = await self._http.request(
            "POST" if form else "GET", self.address, params=all_params, headers=headers, form=form,
            max_bytes=60_000_000,
        )  # fmt: skip
        for cookie in answer.headers.get("set-cookie", "").splitlines():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()
        said = answer.json()
        if not isinstance(said, dict):
            raise RequestFailed(Trouble.UNREADABLE, place(self.address), "gave no answer of MediaWiki's API")
        wait = answer.headers.get("retry-after", "")
        return said, float(wait) if wait.isdecimal() else None


def _refused(code: str, info: str) -> ConnectorError:
    if code == "readapidenied":
        return ConfigInvalid(_CLOSED)
    if code in ("assertuserfailed", "mwoauth-invalid-authorization"):
        return ConfigInvalid("The wiki no longer takes this source's sign-in: enter a new password or token.")
    return SourceUnavailable(f"The wiki cannot be read just now ({info or code}): try again later.")
