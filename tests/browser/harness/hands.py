"""One pair of hands for both browsers: open a page, click, type, run a function."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.async_api import Frame, Page

from tests.browser.harness.bidi import FirefoxTab


class Hands(Protocol):
    """What the tests of insertion do in a tab."""

    @property
    def browser(self) -> str:
        """`chromium` or `firefox`."""
        ...

    async def open(self, address: str) -> None:
        """Open an address; what follows happens in its own document."""
        ...

    async def enter(self, frame: str) -> None:
        """Go on inside a frame, given by a selector."""
        ...

    async def until(self, condition: str) -> None:
        """Wait for an expression of the page's own document to be true."""
        ...

    async def run(self, function: str, *arguments: Any) -> Any:
        """Call a function in the page's own document; JSON in and out."""
        ...

    async def run_inside(self, function: str, *arguments: Any) -> Any:
        """Call a function in the frame that was entered."""
        ...

    async def click(self, selector: str) -> None:
        """Click near the upper left corner of an element of the frame that was entered."""
        ...

    async def click_at(self, x: float, y: float) -> None:
        """Click a point of the window."""
        ...

    async def press(self, *chords: str) -> None:
        """Press key after key, such as `Control+End`."""
        ...

    async def type(self, text: str) -> None:
        """Type a text."""
        ...

    async def hold(self, *keys: str) -> None:
        """Press keys and keep them down."""
        ...

    async def release(self) -> None:
        """Let go of all keys."""
        ...


@dataclass
class ChromiumHands:
    """A tab of Chromium."""

    page: Page
    inside: Page | Frame = field(init=False)
    browser: str = "chromium"
    held: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.inside = self.page

    async def open(self, address: str) -> None:
        self.inside = self.page
        await self.page.goto(address)

    async def enter(self, frame: str) -> None:
        found = await self.page.locator(frame).element_handle()
        self.inside = await found.content_frame() or self.page

    async def until(self, condition: str) -> None:
        await self.page.wait_for_function(condition)

    async def run(self, function: str, *arguments: Any) -> Any:
        return await self.page.evaluate(f"given => ({function})(...given)", arguments)

    async def run_inside(self, function: str, *arguments: Any) -> Any:
        return await self.inside.evaluate(f"given => ({function})(...given)", arguments)

    async def click(self, selector: str) -> None:
        await self.inside.click(selector, position={"x": 20, "y": 10}, force=True)

    async def click_at(self, x: float, y: float) -> None:
        await self.page.mouse.click(x, y)

    async def press(self, *chords: str) -> None:
        for chord in chords:
            await self.page.keyboard.press(chord)

    async def type(self, text: str) -> None:
        await self.page.keyboard.type(text)

    async def hold(self, *keys: str) -> None:
        self.held = keys
        for key in keys:
            await self.page.keyboard.down(key)

    async def release(self) -> None:
        for key in self.held:
            await self.page.keyboard.up(key)


@dataclass
class FirefoxHands:
    """A window of Firefox that has the focus."""

    tab: FirefoxTab
    inside: FirefoxTab = field(init=False)
    browser: str = "firefox"

    def __post_init__(self) -> None:
        self.inside = self.tab

    async def open(self, address: str) -> None:
        self.inside = self.tab
        await self.tab.go(address)

    async def enter(self, frame: str) -> None:
        self.inside = await self.tab.frame_of(frame)

    async def until(self, condition: str) -> None:
        await self.tab.until(f"() => {condition}")

    async def run(self, function: str, *arguments: Any) -> Any:
        return await self.tab.run(function, *arguments)

    async def run_inside(self, function: str, *arguments: Any) -> Any:
        return await self.inside.run(function, *arguments)

    async def click(self, selector: str) -> None:
        await self.inside.click(selector)

    async def click_at(self, x: float, y: float) -> None:
        await self.tab.click_at(x, y)

    async def press(self, *chords: str) -> None:
        await self.inside.press_each(*(chord.split("+") for chord in chords))

    async def type(self, text: str) -> None:
        await self.inside.press_each(*([character] for character in text))

    async def hold(self, *keys: str) -> None:
        await self.inside.hold(*keys)

    async def release(self) -> None:
        await self.inside.release()
