"""The overlay's page in a real Chromium, with a Port whose other end is the test.

Only the Port is not real: the page, its styles, its texts and its modules are the extension's own, in the extension's origin.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
EXTENSION = REPOSITORY / "extension"
PORT = (HERE / "port.js").read_text("utf-8")

State = dict[str, Any]


def extension_id(extension: Path) -> str:
    """The id that Chromium derives from a manifest's key: the first half of its SHA-256, in the letters a to p."""
    key = json.loads((extension / "manifest.json").read_text("utf-8"))["key"]
    digest = hashlib.sha256(base64.b64decode(key)).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


@contextmanager
def browser(*, language: str = "en", extension: Path = EXTENSION) -> Iterator[BrowserContext]:
    """Chromium with the extension loaded, its interface in `language`."""
    with TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path="/usr/bin/chromium",
            headless=True,
            env={"LANGUAGE": language, "LANG": f"{language}.UTF-8"},
            args=[
                f"--disable-extensions-except={extension}",
                f"--load-extension={extension}",
                f"--lang={language}",
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        )
        try:
            yield context
        finally:
            context.close()


def open_overlay(context: BrowserContext, *, width: int = 360, height: int = 480, **media: Any) -> Page:
    """A fresh overlay page, greeted and waiting for its first state."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(**media)
    page.add_init_script(PORT)
    page.goto(f"chrome-extension://{extension_id(EXTENSION)}/overlay/overlay.html#nonce-of-this-test")
    page.locator("#bottom button").first.wait_for()
    return page


def feed(page: Page, message: dict[str, Any]) -> None:
    """Send a message through the Port, and wait until the page has drawn it."""
    page.evaluate("(message) => globalThis.fakePort.receive(message)", message)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def feed_state(page: Page, name: str, **changes: Any) -> State:
    """Send the state of `states/NAME.json`, changed as said; returns it."""
    state = load_state(name) | changes
    if state["search"]:
        page.get_by_role("searchbox").fill(state["search"]["query"])
    feed(page, {"type": "state", "state": state})
    return state


def sent(page: Page, kind: str) -> list[dict[str, Any]]:
    """What the page sent to the background so far, of one type."""
    everything: list[dict[str, Any]] = page.evaluate("() => globalThis.fakePort.sent")
    return [message for message in everything if message["type"] == kind]


def state_names() -> list[str]:
    """Every state that has a file: a new one is a new case."""
    return sorted(path.stem for path in (HERE / "states").glob("*.json"))


def load_state(name: str) -> State:
    """The `SurfaceState` that a file of `states/` describes."""
    told = json.loads((HERE / "states" / f"{name}.json").read_text("utf-8"))
    search = told.get("search")
    return {
        "connection": {"state": "ok", "port": 8377, "version": "0.1.0", "name": "Jonas"} | told.get("connection", {}),
        "phase": told.get("phase", "ready"),
        "response": response(told["answers"], confident=told.get("confident", True)) if "answers" in told else None,
        "search": search and {
            "query": search["query"],
            "total": search["total"],
            "query_id": f"search-{search['query']}",
            "results": [answer(each) for each in search["answers"]],
        },
        "reply_public": told.get("reply_public", True),
        "has_editor": told.get("has_editor", True),
        "ticket_key": "ticket-1",
    }


def response(names: list[str], *, confident: bool = True, query_id: str | None = None) -> dict[str, Any]:
    """A response of the sidecar with these answers, best first."""
    return {
        "query_id": query_id or "-".join(["query", *names]),
        "language": "en",
        "took_ms": 3.2,
        "confident": confident,
        "confidence": 0.8 if confident else 0.2,
        "suggestions": [answer(name) for name in names],
    }


def answer(name: str) -> dict[str, Any]:
    """The `Suggestion` that a file of `answers/` describes; days there count back from now."""
    told = json.loads((HERE / "answers" / f"{name}.json").read_text("utf-8"))
    trust = told["trust"]
    html = told["html"]
    for placeholder, value in told.get("fill", {}).items():
        html = html.replace(f'<span data-placeholder="{placeholder}"></span>', value)
    return {
        "answer_id": f"a_{name}",
        "passage_id": f"p_{name}",
        "kind": told.get("kind", "reply"),
        "title": told["title"],
        "excerpt_html": told["excerpt_html"],
        "text": "",
        "html": html,
        "placeholders": told["placeholders"],
        "source": {"id": "s_1", "name": told["source"], "type": "replies", "external_id": name},
        "url": told.get("url"),
        "language": told.get("language", "en"),
        "audience": told.get("audience", "public"),
        "tags": [],
        "question": None,
        "similar": [],
        "translations": [],
        "trust": {
            "state": trust["state"],
            "by": trust.get("by"),
            "at": days_ago(trust.get("days_ago")),
            "due": days_ago(trust.get("due_days_ago")),
            "reason": trust.get("reason"),
            "conflicts": trust.get("conflicts", 0),
        },
        "seen_at_source": days_ago(0),
        "score": 0.8,
        "reasons": told["reasons"],
        "updated_at": days_ago(told["updated_days_ago"]),
        "inserted": told["inserted"],
    }


def days_ago(days: int | None) -> str | None:
    """A moment that many days back, as the sidecar writes it."""
    return None if days is None else (datetime.now(UTC) - timedelta(days=days, minutes=5)).isoformat()
