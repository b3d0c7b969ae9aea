"""What a test does in Firefox over WebDriver BiDi: open, run, click, type, look into closed shadow roots.

A window made by `browsingContext.create` has the focus, the first one never has.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

ADDON_UUID = "6f2f1d0e-52a1-4c3e-9a53-0d9c6a1b7e11"
ANSWER_SECONDS = 60
SEEN_SECONDS = 0.5
KEYS = {
    "Alt": "\ue00a",
    "ArrowLeft": "\ue012",
    "Control": "\ue009",
    "Delete": "\ue017",
    "End": "\ue010",
    "Enter": "\ue007",
    "Shift": "\ue008",
}


class BidiError(Exception):
    """Firefox refused a command, or a script in the page threw."""


@dataclass
class Firefox:
    """A running Firefox and one open session."""

    socket: aiohttp.ClientWebSocketResponse
    waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    sent: int = 0

    async def read(self) -> None:
        """Hand answers to whoever waits for them, until the connection ends."""
        async for message in self.socket:
            answer = json.loads(message.data)
            future = self.waiting.pop(answer.get("id"), None)
            if future is not None and not future.done():
                future.set_result(answer)

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Run one BiDi command.

        Raises:
            BidiError: Firefox answered with an error.
        """
        self.sent += 1
        future = asyncio.get_running_loop().create_future()
        self.waiting[self.sent] = future
        await self.socket.send_json({"id": self.sent, "method": method, "params": parameters})
        answer: dict[str, Any] = await asyncio.wait_for(future, ANSWER_SECONDS)
        if answer["type"] == "error":
            raise BidiError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def open(self, address: str) -> FirefoxTab:
        """Open an address in a new window that has the focus."""
        context = (await self.send("browsingContext.create", type="window"))["context"]
        tab = FirefoxTab(self, context)
        await tab.go(address)
        return tab

    async def options_tab(self) -> FirefoxTab:
        """The extension's options page, in the tab that was there at the start."""
        tree = await self.send("browsingContext.getTree")
        return await self.extension_page(tree["contexts"][0]["context"], "options/options.html")

    async def extension_page(self, context: str, path: str) -> FirefoxTab:
        """A page of the extension, in the tab with this browsing context."""
        address = f"moz-extension://{ADDON_UUID}/{path}"
        tab = FirefoxTab(self, context)
        await self.send("browsingContext.navigate", context=context, url=address, wait="none")
        for _ in range(100):
            if await tab.address() == address:
                break
            await asyncio.sleep(0.1)
        await tab.until("() => document.readyState === 'complete'")
        return tab


@dataclass(frozen=True)
class FirefoxTab:
    """One tab, or one frame in it."""

    firefox: Firefox
    context: str

    async def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        await self.firefox.send(
            "browsingContext.navigate", context=self.context, url=address, wait="complete"
        )

    async def close(self) -> None:
        """Close it."""
        await self.firefox.send("browsingContext.close", context=self.context)

    async def frames(self) -> list[FirefoxTab]:
        """The frames directly inside."""
        tree = await self.firefox.send("browsingContext.getTree", root=self.context)
        return [FirefoxTab(self.firefox, child["context"]) for child in tree["contexts"][0]["children"]]

    async def frame_of(self, selector: str) -> FirefoxTab:
        """The inside of a frame of this document."""
        answer = await self.firefox.send(
            "script.callFunction",
            functionDeclaration="selector => document.querySelector(selector).contentWindow",
            arguments=[{"type": "string", "value": selector}],
            target={"context": self.context},
            awaitPromise=False,
        )
        return FirefoxTab(self.firefox, answer["result"]["value"]["context"])

    async def address(self) -> str:
        """What is open in it."""
        tree = await self.firefox.send("browsingContext.getTree", root=self.context)
        return str(tree["contexts"][0]["url"])

    async def run(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function in the page's own world.

        Args:
            function: its source; may be asynchronous.
            arguments: JSON values.

        Returns:
            Its result, a JSON value.

        Raises:
            BidiError: it threw.
        """
        wrapped = f"async (given) => JSON.stringify((await ({function})(...JSON.parse(given))) ?? null)"
        answer = await self.firefox.send(
            "script.callFunction",
            functionDeclaration=wrapped,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def until(self, function: str, *arguments: Any, seconds: float = 10) -> Any:
        """Call a function again and again until its result is true; returns that."""
        end = asyncio.get_running_loop().time() + seconds
        while not (result := await self.run(function, *arguments)):
            assert asyncio.get_running_loop().time() < end, f"never became true: {function}"
            await asyncio.sleep(0.05)
        return result

    async def click(self, selector: str) -> None:
        """Click the first element that a CSS selector finds."""
        answer = await self.firefox.send(
            "browsingContext.locateNodes",
            context=self.context,
            locator={"type": "css", "value": selector},
            maxNodeCount=1,
        )
        assert answer["nodes"], f"{selector} is not in the page"
        await self._click_node(answer["nodes"][0]["sharedId"])

    async def _click_node(self, shared: str) -> None:
        origin = {"type": "element", "element": {"sharedId": shared}}
        await self._click_at({"x": 0, "y": 0, "origin": origin})

    async def _click_at(self, place: dict[str, Any]) -> None:
        await self._perform(
            {
                "type": "pointer",
                "id": "mouse",
                "actions": [
                    {"type": "pointerMove", **place},
                    {"type": "pointerDown", "button": 0},
                    {"type": "pointerUp", "button": 0},
                ],
            }
        )

    async def click_at(self, x: float, y: float) -> None:
        """Click a point of the window."""
        await self._click_at({"x": round(x), "y": round(y), "origin": "viewport"})

    async def click_in_shadow(self, attribute: str, value: str, *, seconds: float = 10) -> None:
        """Click an element inside a shadow root, closed ones included, when it has stood there a moment.

        Nobody clicks at what has not been painted yet, and it has no place before.
        """
        end = asyncio.get_running_loop().time() + seconds
        while await self._in_shadow(attribute, value) is None:
            assert asyncio.get_running_loop().time() < end, f"no {attribute}={value} in any shadow root"
            await asyncio.sleep(0.1)
        await asyncio.sleep(SEEN_SECONDS)
        shared = await self._in_shadow(attribute, value)
        assert shared is not None, f"{attribute}={value} was there for a moment only"
        await self._click_node(shared)

    async def click_in_frame(self, frame: FirefoxTab, title: str, selector: str) -> None:
        """Click an element of a frame that stands in a closed shadow root of this page.

        Firefox does not know where such a frame is, so the place is added up here.

        Args:
            frame: the frame.
            title: its element's `title`.
            selector: what to click in it.
        """
        shared = await self._in_shadow("title", title)
        answer = await self.firefox.send(
            "script.callFunction",
            functionDeclaration="(frame) => JSON.stringify(frame.getBoundingClientRect())",
            arguments=[{"sharedId": shared}],
            target={"context": self.context},
            awaitPromise=False,
        )
        outer = json.loads(answer["result"]["value"])
        inner = await frame.run(
            "selector => document.querySelector(selector).getBoundingClientRect()", selector
        )
        await self._click_at(
            {
                "x": round(outer["x"] + inner["x"] + inner["width"] / 2),
                "y": round(outer["y"] + inner["y"] + inner["height"] / 2),
                "origin": "viewport",
            }
        )

    async def screen_box(self, attribute: str, value: str) -> dict[str, float]:
        """Where on the screen an element inside a shadow root is: `x`, `y`, `width`, `height` in pixels."""
        answer = await self.firefox.send(
            "script.callFunction",
            functionDeclaration="""(element) => {
                const { x, y, width, height } = element.getBoundingClientRect();
                return JSON.stringify({ x: x + mozInnerScreenX, y: y + mozInnerScreenY, width, height });
            }""",
            arguments=[{"sharedId": await self._in_shadow(attribute, value)}],
            target={"context": self.context},
            awaitPromise=False,
        )
        box: dict[str, float] = json.loads(answer["result"]["value"])
        return box

    async def _in_shadow(self, attribute: str, value: str) -> str | None:
        answer = await self.firefox.send(
            "script.callFunction",
            functionDeclaration="() => document.documentElement",
            target={"context": self.context},
            awaitPromise=False,
            serializationOptions={"includeShadowTree": "all", "maxDomDepth": 20},
        )
        waiting = [answer["result"]]
        while waiting:
            node = waiting.pop()
            about = node.get("value") or {}
            if about.get("attributes", {}).get(attribute) == value:
                return str(node["sharedId"])
            waiting += about.get("children") or []
            waiting += [about["shadowRoot"]] if about.get("shadowRoot") else []
        return None

    async def press(self, *keys: str) -> None:
        """Press keys together, by name or character."""
        await self.press_each(keys)

    async def press_each(self, *chords: Sequence[str]) -> None:
        """Press one after the other what belongs together, in one go."""
        actions = []
        for keys in chords:
            values = [KEYS.get(key, key) for key in keys]
            actions += [{"type": "keyDown", "value": value} for value in values]
            actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
        await self._perform({"type": "key", "id": "keyboard", "actions": actions})

    async def hold(self, *keys: str) -> None:
        """Press keys and keep them down until `release`."""
        down = [{"type": "keyDown", "value": KEYS.get(key, key)} for key in keys]
        source = {"type": "key", "id": "keyboard", "actions": down}
        await self.firefox.send("input.performActions", context=self.context, actions=[source])

    async def release(self) -> None:
        """Let go of all keys."""
        await self.firefox.send("input.releaseActions", context=self.context)

    async def type(self, text: str) -> None:
        """Type a text."""
        for character in text:
            await self.press(character)

    async def screenshot(self) -> bytes:
        """What the window shows, as a base64 PNG."""
        answer = await self.firefox.send("browsingContext.captureScreenshot", context=self.context)
        return str(answer["data"]).encode()

    async def _perform(self, source: dict[str, Any]) -> None:
        await self.firefox.send("input.performActions", context=self.context, actions=[source])
        await self.firefox.send("input.releaseActions", context=self.context)
