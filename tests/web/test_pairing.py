"""Pairing and tokens, as the extension and an admin use them."""

from __future__ import annotations

import pytest

from sidecar.knowledge.model import Role
from sidecar.web.errors import ApiError, Code
from sidecar.web.pairing import LIFETIME_SECONDS, TRIES, PairingDesk
from tests.web.harness import Office


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_a_code_becomes_a_token_named_after_the_client(stocked: Office) -> None:
    shown = (await stocked.admin.post("/v1/pair/code")).body
    assert len(shown["code"]) == 6
    assert 110 < shown["seconds_left"] <= 120
    paired = await stocked.nobody.post("/v1/pair", {"code": shown["code"], "client": "Chrome on a laptop"})
    assert paired.status == 200
    assert set(paired.body) == {"token", "name"}
    assert paired.body["name"] == "Chrome on a laptop"
    client = stocked.with_token(paired.body["token"])
    assert (await client.get("/v1/search", params={"q": "refund"})).body["total"] == 2
    assert (await client.get("/v1/tokens")).status == 403


async def test_a_code_works_once(office: Office) -> None:
    code = (await office.admin.post("/v1/pair/code")).body["code"]
    body = {"code": code, "client": "first"}
    assert (await office.nobody.post("/v1/pair", body)).status == 200
    again = await office.nobody.post("/v1/pair", body)
    assert (again.status, again.code) == (401, "unauthorized")


async def test_two_browsers_of_one_name_are_told_apart(office: Office) -> None:
    names = []
    for _ in range(3):
        code = (await office.admin.post("/v1/pair/code")).body["code"]
        names.append((await office.nobody.post("/v1/pair", {"code": code, "client": "Firefox"})).body["name"])
    assert names == ["Firefox", "Firefox 2", "Firefox 3"]


async def test_a_code_may_be_typed_with_a_space(office: Office) -> None:
    code = (await office.admin.post("/v1/pair/code")).body["code"]
    typed = f" {code[:3]} {code[3:]} "
    assert (await office.nobody.post("/v1/pair", {"code": typed, "client": "x"})).status == 200


@pytest.mark.parametrize(
    "body", [{"code": "12", "client": "x"}, {"code": "123456"}, {"code": "123456", "client": ""}]
)
async def test_a_malformed_pairing_costs_no_try(office: Office, body: dict[str, str]) -> None:
    shown = (await office.admin.post("/v1/pair/code")).body["code"]
    for _ in range(TRIES + 1):
        assert (await office.nobody.post("/v1/pair", body)).code == "invalid_request"
    assert (await office.nobody.post("/v1/pair", {"code": shown, "client": "x"})).status == 200


async def test_a_code_can_carry_role_and_groups(office: Office) -> None:
    shown = (await office.admin.post("/v1/pair/code", {"role": "expert", "groups": ["fraud"]})).body["code"]
    await office.nobody.post("/v1/pair", {"code": shown, "client": "Ada"})
    (token,) = (await office.admin.get("/v1/tokens")).body["tokens"]
    assert (token["name"], token["role"], token["groups"]) == ("Ada", "expert", ["fraud"])


async def test_a_revoked_token_is_refused_at_once(office: Office) -> None:
    made = (await office.admin.post("/v1/tokens", {"name": "Ada"})).body
    client = office.with_token(made["token"])
    assert (await client.get("/v1/search", params={"q": "x"})).status == 200
    assert (await office.admin.call("DELETE", "/v1/tokens/Ada")).status == 200
    assert (await client.get("/v1/search", params={"q": "x"})).status == 401
    assert (await office.admin.call("DELETE", "/v1/tokens/Ada")).status == 404


async def test_a_token_is_told_only_once(office: Office) -> None:
    made = (await office.admin.post("/v1/tokens", {"name": "Ada"})).body
    listed = await office.admin.get("/v1/tokens")
    assert made["token"] not in str(listed.body)
    assert (await office.admin.post("/v1/tokens", {"name": "Ada"})).code == "conflict"


def test_a_code_is_over_after_two_minutes() -> None:
    clock = Clock()
    desk = PairingDesk(clock)
    offer = desk.show()
    clock.now = LIFETIME_SECONDS - 0.1
    assert desk.current() is offer
    clock.now = LIFETIME_SECONDS
    assert desk.current() is None
    with pytest.raises(ApiError) as caught:
        desk.take(offer.code)
    assert caught.value.code is Code.UNAUTHORIZED


def test_a_new_code_makes_the_old_one_void() -> None:
    desk = PairingDesk(Clock())
    old = desk.show().code
    new = desk.show(role=Role.EXPERT)
    if old != new.code:
        with pytest.raises(ApiError):
            desk.take(old)
    assert desk.take(new.code).role is Role.EXPERT


def test_five_wrong_tries_end_a_code() -> None:
    desk = PairingDesk(Clock())
    code = desk.show().code
    seen = []
    for _ in range(TRIES + 1):
        with pytest.raises(ApiError) as caught:
            desk.take(other_than(code))
        seen.append(caught.value.code)
    assert seen == [Code.UNAUTHORIZED] * TRIES + [Code.RATE_LIMITED]
    with pytest.raises(ApiError) as caught:
        desk.take(code)
    assert caught.value.code is Code.RATE_LIMITED
    assert desk.take(desk.show().code)
