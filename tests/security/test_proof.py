"""A client can tell the sidecar that it was paired with from a program that only pretends to be one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

import pytest

from tests.web.harness import Client, Office


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(token: str) -> str:
    return sha256(sha256(token))[:16]


async def paired_token(office: Office) -> str:
    return str((await office.admin.post("/v1/tokens", {"name": "Chrome"})).body["token"])


async def asked(client: Client, challenge: str, key: str) -> dict[str, object]:
    answered = await client.get("/v1/health", params={"challenge": challenge, "key": key})
    assert answered.status == 200
    return dict(answered.body)


async def test_health_alone_says_who_and_whether_ready(office: Office) -> None:
    answered = await office.nobody.get("/v1/health")
    assert sorted(answered.body) == ["name", "ready", "version"]


async def test_a_token_proves_itself_for_the_port_that_was_asked(office: Office) -> None:
    token, challenge = await paired_token(office), secrets.token_hex(32)
    proof = (await asked(office.nobody, challenge, key_of(token)))["proof"]
    address = urlsplit(office.server.url)
    told = f"127.0.0.1:{address.port} {challenge}"
    assert proof == hmac.new(sha256(token).encode(), told.encode(), "sha256").hexdigest()


async def test_every_challenge_has_another_proof(office: Office) -> None:
    key = key_of(await paired_token(office))
    proofs = {str((await asked(office.nobody, secrets.token_hex(32), key))["proof"]) for _ in range(5)}
    assert len(proofs) == 5


async def test_nobody_gets_a_proof_for_a_token_that_is_unknown_or_revoked(office: Office) -> None:
    token = await paired_token(office)
    (row,) = (await office.admin.get("/v1/tokens")).body["tokens"]
    assert "proof" not in await asked(office.nobody, secrets.token_hex(32), key_of("cue_unknown"))
    await office.admin.call("DELETE", f"/v1/tokens/{row['id']}")
    assert "proof" not in await asked(office.nobody, secrets.token_hex(32), key_of(token))


async def test_neither_key_nor_proof_opens_anything(office: Office) -> None:
    token = await paired_token(office)
    proof = (await asked(office.nobody, secrets.token_hex(32), key_of(token)))["proof"]
    for secret in (key_of(token), str(proof), sha256(token)):
        assert (await office.with_token(secret).get("/v1/search?q=refund")).status == 401
    assert (await office.with_token(token).get("/v1/search?q=refund")).status == 200


@pytest.mark.parametrize(
    "query", ["challenge=short&key=0123456789abcdef", f"challenge={'a' * 64}&key=x", f"challenge={'a' * 129}"]
)
async def test_what_is_no_challenge_is_refused(office: Office, query: str) -> None:
    answered = await office.nobody.get(f"/v1/health?{query}")
    assert (answered.status, answered.code) == (400, "invalid_request")
