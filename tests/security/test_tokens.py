"""Data needs a token; guessing one, or a pairing code, leads nowhere."""

from __future__ import annotations

import asyncio
import stat
import sys

import pytest

from sidecar.web.application import ROUTES
from sidecar.web.pairing import TRIES
from tests.web.harness import Office


@pytest.mark.parametrize(
    ("method", "path"), [(route.method, route.path) for route in ROUTES if not route.open], ids=str
)
async def test_every_data_route_needs_a_token(office: Office, method: str, path: str) -> None:
    address = path.replace("{id}", "x")
    answered = await office.nobody.call(method, address)
    assert (answered.status, answered.code) == (401, "unauthorized")
    assert answered.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer \u00e9\u00df",
        "bearer  ",
    ],
)
async def test_a_token_that_is_not_one_is_refused(office: Office, header: str) -> None:
    sent = {"Authorization": header.format(token=office.server.control_token)}
    answered = await office.nobody.get("/v1/search?q=x", headers=sent)
    assert answered.status == 401


async def test_a_token_in_the_address_counts_for_nothing(office: Office) -> None:
    token = office.server.control_token
    assert (await office.nobody.get(f"/v1/search?q=x&token={token}&access_token={token}")).status == 401


async def test_unknown_addresses_tell_nothing_without_a_token(office: Office) -> None:
    assert (await office.nobody.get("/v1/nothing")).status == 401
    known = await office.admin.get("/v1/nothing")
    assert (known.status, known.code) == (404, "not_found")


async def test_parallel_guesses_share_the_five_tries(office: Office) -> None:
    shown = (await office.admin.post("/v1/pair/code")).body["code"]
    guesses = [f"{(int(shown) + offset) % 1_000_000:06d}" for offset in range(1, 41)]
    answers = await asyncio.gather(
        *(office.nobody.post("/v1/pair", {"code": guess, "client": "x"}) for guess in guesses)
    )
    codes = [answered.code for answered in answers]
    assert codes.count("unauthorized") == TRIES
    assert codes.count("rate_limited") == len(guesses) - TRIES
    right = await office.nobody.post("/v1/pair", {"code": shown, "client": "x"})
    assert (right.status, right.code) == (429, "rate_limited")
    assert (await office.admin.get("/v1/tokens")).body["tokens"] == []


async def test_nothing_can_be_paired_while_no_code_is_shown(office: Office) -> None:
    assert (await office.nobody.post("/v1/pair", {"code": "000000", "client": "x"})).status == 401


async def test_secrets_on_disk_are_for_the_owner_alone_and_tokens_are_hashed(office: Office) -> None:
    made = (await office.admin.post("/v1/tokens", {"name": "Ada"})).body["token"]
    folder = office.folder / "data"

    def look() -> tuple[list[int], bool]:
        modes = [stat.S_IMODE((folder / name).stat().st_mode) for name in ("control.token", "server.json")]
        stored = b"".join(path.read_bytes() for path in folder.glob("cuecard.sqlite3*"))
        return [stat.S_IMODE(folder.stat().st_mode), *modes], made.encode() in stored

    modes, is_stored = await asyncio.to_thread(look)
    assert not is_stored
    if sys.platform != "win32":
        assert modes == [0o700, 0o600, 0o600]
