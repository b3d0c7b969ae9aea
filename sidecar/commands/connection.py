"""How a command reaches the sidecar: always over HTTP.

With a running server, through its port and control token. Without one, the command runs the same sidecar
itself on a free loopback port for as long as it takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

from sidecar.commands.output import note
from sidecar.commands.state import Failed
from sidecar.instance import InstanceRunning, is_held, read_control_token, read_server

#: How long to wait, in seconds, for another command that holds the data folder.
PATIENCE_SECONDS = 60.0
_SAY_AFTER_SECONDS = 1.0


class ApiFailed(Failed):
    """The sidecar answered with an error; `code` and `details` are those of its body."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(str(error.get("message", f"The sidecar answered with status {status}.")))
        self.status = status
        self.code = str(error.get("code", ""))
        self.details: list[dict[str, str]] = list(error.get("details") or [])


class Api:
    """The sidecar's API as commands use it; answers are the JSON bodies."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self.url = url

    async def get(self, path: str, **query: Any) -> Any:
        """GET a path; queries that are `None` are left out."""
        given = {name: str(value) for name, value in query.items() if value is not None}
        return await self._call("GET", path, params=given)

    async def post(self, path: str, body: Any = None) -> Any:
        """POST JSON to a path."""
        return await self._call("POST", path, json={} if body is None else body)

    async def patch(self, path: str, body: Any) -> Any:
        """PATCH a path with JSON."""
        return await self._call("PATCH", path, json=body)

    async def put(self, path: str, body: Any) -> Any:
        """PUT JSON; return the JSON of the answer."""
        return await self._call("PUT", path, json=body)

    async def delete(self, path: str, **query: Any) -> Any:
        """DELETE a path; queries that are `None` are left out."""
        given = {name: str(value) for name, value in query.items() if value is not None}
        return await self._call("DELETE", path, params=given)

    async def events(self, path: str) -> AsyncIterator[tuple[str, Any]]:
        """Yield the server-sent events of a path as (name, data)."""
        async with self._session.get(self.url + path) as response:
            await _raise_for_error(response)
            name = ""
            async for raw in response.content:
                field, _, value = raw.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, json.loads(value)

    async def _call(self, method: str, path: str, **kwargs: Any) -> Any:
        try:
            async with self._session.request(method, self.url + path, **kwargs) as response:
                await _raise_for_error(response)
                return await response.json()
        except aiohttp.ClientConnectionError as error:
            raise Failed(
                f"The server at {self.url} does not answer ({error}). Is it being stopped? Try again."
            ) from error


@contextlib.asynccontextmanager
async def connected(data_dir: Path) -> AsyncIterator[Api]:
    """Give access to the sidecar of a data folder: the running one, else one for the time of the context.

    Raises:
        InstanceRunning: another command holds the folder for too long.
    """
    waiting_since = time.monotonic()
    said = False
    while True:
        async with contextlib.AsyncExitStack() as stack:
            api = await _reach(data_dir, stack, last_try=time.monotonic() - waiting_since > PATIENCE_SECONDS)
            if api is not None:
                yield api
                return
        if not said and time.monotonic() - waiting_since > _SAY_AFTER_SECONDS:
            said = True
            note("Waiting for another cuecard command to end ...")
        await asyncio.sleep(0.1)


async def _reach(data_dir: Path, stack: contextlib.AsyncExitStack, *, last_try: bool) -> Api | None:
    """Return access to the sidecar, `None` while another command holds the data folder."""
    if await asyncio.to_thread(is_held, data_dir):
        info = await asyncio.to_thread(read_server, data_dir)
        token = await asyncio.to_thread(read_control_token, data_dir)
        if info is not None and info.port is not None and token is not None:
            return await stack.enter_async_context(_session(f"http://127.0.0.1:{info.port}", token))
        if last_try:
            raise InstanceRunning(data_dir, info)
        return None
    # Only here: beside a running server a command needs none of the store, the search and their libraries.
    from sidecar.app import running

    try:
        server = await stack.enter_async_context(running(data_dir, port=0, announce=False))
    except InstanceRunning:
        if last_try:
            raise
        return None
    await server.ready()
    return await stack.enter_async_context(_session(server.url, server.control_token))


@contextlib.asynccontextmanager
async def _session(url: str, token: str) -> AsyncIterator[Api]:
    # No total timeout: a sync may take hours. Proxies from the environment never see loopback requests.
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=5)
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers, timeout=timeout, trust_env=False) as session:
        yield Api(session, url)


async def _raise_for_error(response: aiohttp.ClientResponse) -> None:
    if response.status < 400:  # noqa: PLR2004 - errors begin there
        return
    try:
        body = await response.json()
        error = body["error"]
    except (aiohttp.ContentTypeError, ValueError, LookupError, TypeError):
        raise Failed(f"Something other than Cuecard answers at {response.url.origin()}.") from None
    raise ApiFailed(response.status, error)
