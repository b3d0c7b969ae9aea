"""The overlay's page in a real Chromium, with a Port whose other end is the test.

Only the Port is not real: the page, its styles, its texts and its modules are the extension's own, in the
extension's origin. States and answers are files; a new file is a new case.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page

from tests.browser.harness.extension import ExtensionBrowser

HERE = Path(__file__).resolve().parent
PORT = (HERE / "port.js").read_text("utf-8")
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# The surface ignores presses for 300 ms after something new appeared under the pointer.
SETTLED_MS = 320
# The host gives the frame at most 60 % of a window's height: of 800 px, here.
HIGHEST = 480

# Read while the tests are collected: nothing may block the event loop later.
STATES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((HERE / "states").glob("*.json"))}
ANSWERS = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted((HERE / "answers").glob("*.json"))
}

State = dict[str, Any]


@dataclass
class Stage:
    """An open overlay, the test in the place of the background."""

    page: Page
    faults: list[str] = field(default_factory=list)
    ticket: int = 1

    @property
    def cards(self) -> Locator:
        """The cards, best first."""
        return self.page.locator(".card")

    @property
    def foot(self) -> Locator:
        """The line at the foot."""
        return self.page.locator("#bottom")

    async def feed(self, message: dict[str, Any]) -> None:
        """Send a message through the Port, and wait until it is painted."""
        await self.page.evaluate("(message) => globalThis.fakePort.receive(message)", message)
        await self.page.evaluate(PAINTED)

    async def show(self, name: str, *, settle: bool = True, **changes: Any) -> State:
        """Send the state of `states/NAME.json`, changed as said, and wait until presses count."""
        state = load_state(name) | {"ticket_key": f"ticket-{self.ticket}"} | changes
        if state["search"]:
            await self.page.get_by_role("searchbox").fill(state["search"]["query"])
        await self.feed({"type": "state", "state": state})
        if settle:
            await self.page.wait_for_timeout(SETTLED_MS)
        return state

    async def sent(self, kind: str) -> list[dict[str, Any]]:
        """What the overlay sent to the background so far, of one type."""
        everything: list[dict[str, Any]] = await self.page.evaluate("() => globalThis.fakePort.sent")
        return [message for message in everything if message["type"] == kind]

    async def open_another_ticket(self, *, width: int = 360, height: int = HIGHEST) -> None:
        """Leave what was done so far behind, in a frame of that size: the agent opens another ticket."""
        self.ticket += 1
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.get_by_role("searchbox").fill("")
        await self.page.evaluate("() => document.activeElement.blur()")
        await self.page.mouse.move(0, 0)
        await self.show("loading", settle=False)

    async def answer_last(self, kind: str, **outcome: Any) -> None:
        """Tell how the newest insertion or copy ended."""
        asked = (await self.sent(kind))[-1]
        await self.feed({"type": "done", "request": asked["request"], "outcome": outcome})

    async def fit(self) -> None:
        """Size the window as the host sizes the frame."""
        wanted = (await self.sent("size"))[-1]["height"]
        size = self.page.viewport_size or {"width": 360, "height": HIGHEST}
        await self.page.set_viewport_size({"width": size["width"], "height": min(wanted, size["height"])})
        await self.page.evaluate(PAINTED)

    async def focused(self) -> str:
        """What has the keyboard focus, by its `data-focus`."""
        name: str = await self.page.evaluate("() => document.activeElement?.dataset.focus ?? ''")
        return name


@asynccontextmanager
async def open_overlay(
    browser: ExtensionBrowser, *, width: int = 360, height: int = HIGHEST, script: str = "", **media: Any
) -> AsyncIterator[Stage]:
    """Open the overlay's page; it has greeted and waits for its first state.

    Args:
        browser: Chromium with the extension.
        width: of the frame, in CSS px.
        height: of the frame, in CSS px.
        script: runs in the page before its own.
        media: as `Page.emulate_media` takes it.

    Yields:
        The open overlay.
    """
    page = await browser.context.new_page()
    stage = Stage(page)
    page.on("pageerror", lambda error: stage.faults.append(str(error)))
    await page.set_viewport_size({"width": width, "height": height})
    await page.emulate_media(**media)
    await page.add_init_script(PORT)
    await page.add_init_script(script)
    await page.goto(browser.address("overlay/overlay.html#nonce-of-this-test"))
    await page.locator("#bottom button").first.wait_for()
    yield stage
    await page.close()
    assert stage.faults == [], stage.faults


def load_state(name: str) -> State:
    """The `SurfaceState` that a file of `states/` describes."""
    told = STATES[name]
    search, start = told.get("search"), told.get("start")
    return {
        "connection": {"state": "ok", "port": 8377, "version": "0.1.0", "name": "Jonas"}
        | told.get("connection", {}),
        "enabled": told.get("enabled", True),
        "phase": told.get("phase", "ready"),
        "response": response(told["answers"], confident=told.get("confident", True))
        | ({"left_out": told["left_out"]} if "left_out" in told else {})
        if "answers" in told
        else None,
        "search": search
        and {
            "query": search["query"],
            "total": search["total"],
            "query_id": f"search-{search['query']}",
            "results": [answer(each) for each in search["answers"]],
        }
        | ({"corrected": search["corrected"]} if "corrected" in search else {}),
        "start": start
        and {
            "query_id": "start",
            "often": [answer(each) for each in start["often"]],
            "recent": [answer(each) for each in start["recent"]],
        },
        "drafts": {},
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
    told = ANSWERS[name]
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
        "pinned": told.get("pinned"),
        **({"actions": told["actions"]} if "actions" in told else {}),
    }


def days_ago(days: int | None) -> str | None:
    """A moment that many days back, as the sidecar writes it."""
    return None if days is None else (datetime.now(UTC) - timedelta(days=days, minutes=5)).isoformat()
