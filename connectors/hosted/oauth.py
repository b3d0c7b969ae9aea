"""Tokens that an API gives for a client's id and secret (RFC 6749, 4.4), and that run out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.hosted.api import Api, not_of_this_api
from connectors.http import RequestFailed, Response, Trouble, bearer


@dataclass(slots=True)
class Granted:
    """An API that is asked with such a token: one that ran out in the middle is renewed, and nothing is lost.

    Attributes:
        api: without authorisation.
        path: where tokens are given.
        client_id: of the app.
        client_secret: of the app.
    """

    api: Api
    path: str
    client_id: str
    client_secret: str
    _headers: Mapping[str, str] | None = field(default=None, repr=False)

    async def ask(self, path: str, **params: str) -> Response:
        """GET a path; see `Api.ask`."""
        if self._headers is not None:
            try:
                return await self._signed(self._headers).ask(path, **params)
            except RequestFailed as error:
                if error.trouble is not Trouble.UNAUTHORIZED:
                    raise
        self._headers = bearer(await self._token())
        return await self._signed(self._headers).ask(path, **params)

    async def get(self, path: str, **params: str) -> Any:
        """GET a path and return what its JSON says."""
        return (await self.ask(path, **params)).json()

    async def _token(self) -> str:
        response = await self.api.http.request(
            "POST",
            self.api.address(self.path),
            form={
                "grant_type": "client_credentials",
                "client_id": self.client_id,
                "client_secret": self.client_secret,
            },
            repeatable=True,
        )
        said = response.json()
        token = said.get("access_token") if isinstance(said, dict) else None
        if not isinstance(token, str) or not token:
            raise not_of_this_api(response)
        return token

    def _signed(self, headers: Mapping[str, str]) -> Api:
        return replace(self.api, headers={**self.api.headers, **headers})
