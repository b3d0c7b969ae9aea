"""Errors have one form and give nothing away: no input, no traceback, no path of the server."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.security.raw import send
from tests.web.harness import Answered, Office

SECRET = "my-card-number-4111"


def check_form(answered: Answered) -> None:
    assert set(answered.body) == {"error"}
    assert set(answered.body["error"]) == {"code", "message", "details"}
    assert answered.message
    assert answered.headers["X-Cuecard-Version"]
    assert answered.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "kwargs", "status"),
    [
        ("GET", "/v1/nothing", {}, 404),
        ("GET", "/nothing", {}, 404),
        ("GET", "/v1/suggest", {}, 405),
        ("DELETE", "/v1/health", {}, 405),
        ("POST", "/v1/suggest", {"data": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ("POST", "/v1/suggest", {"data": b"\xff\xfe", "headers": {"Content-Type": "application/json"}}, 400),
        ("POST", "/v1/suggest", {"data": b"", "headers": {"Content-Type": "application/json"}}, 400),
        (
            "POST",
            "/v1/suggest",
            {"data": b"[" * 100_000, "headers": {"Content-Type": "application/json"}},
            400,
        ),
        ("POST", "/v1/suggest", {"data": b'{"messages":[]}', "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", "/v1/suggest", {"data": {"messages": "x"}}, 415),
        ("POST", "/v1/suggest", {"json": [1, 2]}, 400),
        ("GET", "/v1/answers/..%2f..%2fetc", {}, 404),
        ("GET", "/static/..%2fadmin.css", {}, 404),
        ("POST", "/v1/answers/x/render", {"json": {}}, 404),
        ("DELETE", "/v1/sources/x", {}, 404),
    ],
)
async def test_every_error_has_the_one_form(
    office: Office, method: str, path: str, kwargs: dict[str, Any], status: int
) -> None:
    answered = await office.admin.call(method, path, **kwargs)
    assert answered.status == status
    check_form(answered)
    if status == 405:
        assert answered.headers["Allow"]


async def test_a_body_over_the_cap_is_too_large(office: Office) -> None:
    body = b'{"messages": [{"from": "customer", "text": "' + b"x" * 3_000_000 + b'"}]}'
    headers = {"Content-Type": "application/json"}
    answered = await office.admin.call("POST", "/v1/suggest", data=io.BytesIO(body), headers=headers)
    assert (answered.status, answered.code) == (413, "too_large")
    check_form(answered)


@pytest.mark.parametrize(
    "body",
    [
        {"messages": SECRET},
        {"messages": [{"from": SECRET, "text": "x"}]},
        {"messages": [{"from": "customer", "text": {"a": SECRET}}]},
        {"messages": [], "language": f"{SECRET} 4111"},
        {"messages": [], "customer": SECRET},
    ],
)
async def test_what_was_sent_is_never_echoed_nor_logged(
    office: Office, body: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    answered = await office.admin.post("/v1/suggest", body)
    assert answered.status == 400
    assert SECRET not in str(answered.body)
    assert SECRET not in caplog.text


async def test_the_unexpected_is_logged_and_not_told(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"cannot open /home/ada/{SECRET}")

    monkeypatch.setattr(type(office.server.services.engine), "suggest", broken)
    answered = await office.admin.post("/v1/suggest", {"messages": []})
    assert (answered.status, answered.code) == (500, "internal")
    check_form(answered)
    assert SECRET not in str(answered.body)
    assert "RuntimeError" not in str(answered.body)
    assert "RuntimeError" in caplog.text


async def test_while_the_index_is_built_it_says_so(office: Office) -> None:
    office.server.services.readiness.ready.clear()
    answered = await office.admin.post("/v1/suggest", {"messages": []})
    assert (answered.status, answered.code) == (503, "unavailable")
    assert answered.headers["Retry-After"]
    assert (await office.nobody.get("/v1/health")).body["ready"] is False


async def test_an_extension_that_is_too_old_is_told_what_to_update(office: Office) -> None:
    old = await office.admin.post("/v1/suggest", {"messages": []}, headers={"X-Cuecard-Extension": "0.0.9"})
    assert old.status == 426
    assert "update the extension" in old.message.lower()
    for version in ("0.1.0", "7.0", "nonsense"):
        sent = {"X-Cuecard-Extension": version}
        assert (await office.admin.post("/v1/suggest", {"messages": []}, headers=sent)).status == 200
    assert (await office.nobody.get("/v1/health", headers={"X-Cuecard-Extension": "0.0.9"})).status == 200


async def test_a_request_that_is_no_http_ends_without_a_trace(office: Office) -> None:
    status, _, body = await send(office.server.port, ["BREW /coffee HTCPCP/1.0", "Host: x"])
    assert status == 400
    assert "Traceback" not in str(body)
