"""The editor pages: built from npm packages, opened in either browser, read through the editors' models."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from tests.browser.harness.hands import Hands
from tests.browser.harness.places import EDITORS, TESTS

BUILD = EDITORS / "build"


def _source(path: str) -> str:
    """What a module of the extension exports, as plain declarations."""
    module = (TESTS.parent / "extension" / path).read_text("utf-8")
    return module.replace("export ", "")


# What the background does, as one expression for the page: ask the editor, make the answer fit, insert it.
INSERT_ANSWER = f"""async (text, html, relay) => {{
    {_source("main-world/holds.js")}
    {_source("shared/fitting.js")}
    {_source("main-world/insert.js")}
    return insertAnswer(fitted(text, html, editorHolds()), relay);
}}"""
# CKEditor 4 loads the rest of itself from where it is served.
SERVED = {"/editors/": BUILD, "/ckeditor4/": TESTS / "node_modules" / "ckeditor4"}
# Seconds that an editor has to write a change into its model.
SOON = 0.5
# Seconds after which an editor knows where the caret is and what was done last: some look no more often.
NOTICED = 0.15
BOLD = ["b", "strong"]
BLOCKS = re.compile(r"^(p|div|li|ul|ol|h[1-6]|blockquote|br|figure)$")


@dataclass(frozen=True)
class AnswerCase:
    """An answer to insert and what must be seen of it."""

    text: str
    html: str
    lines: list[str]
    bold: list[str]
    links: list[list[str]]
    items: list[str]
    images: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Model:
    """An editor's own content in comparable form: visible lines and the formatting on them."""

    lines: list[str]
    bold: list[str] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)

    @property
    def bare(self) -> str:
        """The whole text without white space."""
        return bare("\n".join(self.lines))


def answer_case(name: str) -> AnswerCase:
    """Read `tests/editors/answers/NAME.json`."""
    return AnswerCase(**json.loads((EDITORS / "answers" / f"{name}.json").read_text("utf-8")))


def build_pages() -> Path:
    """Bundle every editor page with esbuild.

    Returns:
        The folder with one `NAME.html` per page.
    """
    sources = sorted((EDITORS / "pages").glob("*.js"))
    esbuild = TESTS / "node_modules" / "esbuild" / "bin" / "esbuild"
    fonts = [f"--loader:.{kind}=dataurl" for kind in ("eot", "svg", "ttf", "woff", "woff2")]
    subprocess.run(
        ["node", esbuild, *sources, "--bundle", "--format=esm", f"--outdir={BUILD}", "--target=es2023",
         '--define:process.env.NODE_ENV="production"', "--define:global=globalThis", *fonts,
         "--log-level=error"],
        check=True,
        stdout=sys.stderr,
    )  # fmt: skip
    frame = (EDITORS / "page.html").read_text("utf-8")
    for source in sources:
        (BUILD / source.with_suffix(".html").name).write_text(frame.replace("EDITOR", source.stem), "utf-8")
    return BUILD


def model_of_value(value: str) -> Model:
    """A plain editor's value as comparable lines; blank lines do not count."""
    return Model([line.strip() for line in value.split("\n") if line.strip()])


def model_of_html(html: str) -> Model:
    """A rich editor's HTML as comparable lines and formatting."""
    soup = BeautifulSoup(html, "html.parser")
    outermost = [tag for tag in soup.find_all(BOLD) if not tag.find_parent(BOLD)]
    bold = [_words(tag.get_text()) for tag in outermost]
    links = [[_words(tag.get_text()), str(tag["href"])] for tag in soup.find_all("a", href=True)]
    items = [_words(tag.get_text()) for tag in soup.find_all("li")]
    images = [str(tag["src"]) for tag in soup.find_all("img", src=True)]
    for block in soup.find_all(BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    lines = [_words(line) for line in soup.get_text().split("\n")]
    return Model([line for line in lines if line], bold, links, [item for item in items if item], images)


def _words(text: str) -> str:
    return " ".join(re.sub("[\u200b\u2060\ufeff]", "", text).split())


def bare(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


@dataclass(frozen=True)
class OpenEditor:
    """An editor page that is open, its editor focused."""

    hands: Hands
    rich: bool
    undo_step: float

    async def end_undo_step(self) -> None:
        """Wait until the next change is an undo step of its own, as agents do by reading."""
        await asyncio.sleep(self.undo_step)

    async def raw(self) -> str:
        """What the editor's own model holds."""
        value: str = await self.hands.run("() => underTest.model()")
        return value

    async def becomes(self, raw: str) -> bool:
        """Whether the model is exactly this, at the latest after a moment."""
        return await _soon(self.raw, raw)

    async def reads(self, text: str) -> bool:
        """Whether the text in the model is this, white space apart, at the latest after a moment."""

        async def read() -> str:
            return (await self.model()).bare

        return await _soon(read, text)

    async def model(self) -> Model:
        """The same in comparable form."""
        return model_of_html(await self.raw()) if self.rich else model_of_value(await self.raw())

    def shown(self, answer: AnswerCase) -> str:
        """The answer's text as this editor can show it, without white space."""
        return bare("\n".join(answer.lines) if self.rich else answer.text)

    async def put_caret(self, back: int) -> None:
        """Move back from the end of the draft, as a person does."""
        await self.hands.press("Control+End")
        await asyncio.sleep(NOTICED)
        await self.hands.press(*["ArrowLeft"] * back)
        await asyncio.sleep(NOTICED)

    async def select_last(self, word: str) -> None:
        """Select the draft's last word, as a person does, and look whether it is.

        On a busy machine an editor may still be setting its own selection after an undo.
        """
        for _ in range(3):
            await self.hands.press("Control+End")
            await asyncio.sleep(NOTICED)
            await self.hands.press(*["Shift+ArrowLeft"] * len(word))
            await asyncio.sleep(NOTICED)
            # Text fields have a selection of their own, of which the document knows nothing.
            if await self.hands.run_inside("() => String(getSelection()).trim()") in {"", word}:
                return

    async def undo(self) -> None:
        """Press Ctrl+Z, no sooner than a person can after what was done last."""
        await asyncio.sleep(NOTICED)
        await self.hands.press("Control+z")

    async def insert(self, answer: AnswerCase) -> dict[str, Any]:
        """Run the inserter in the page's own world, in the editor's frame."""
        outcome: dict[str, Any] = await self.hands.run_inside(INSERT_ANSWER, answer.text, answer.html)
        return outcome


async def _soon(read: Callable[[], Awaitable[str]], wanted: str) -> bool:
    end = asyncio.get_running_loop().time() + SOON
    while await read() != wanted:
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(0.025)
    return True


async def open_editor(hands: Hands, origin: str, name: str, *, empty: bool = False) -> OpenEditor:
    """Open an editor page and put the caret at the end of its draft by a click and Ctrl+End.

    Args:
        hands: the tab.
        origin: where the pages are served.
        name: the page's name, such as `ckeditor5`.
        empty: without a draft.

    Returns:
        The editor, focused.
    """
    await hands.open(f"{origin}/editors/{name}.html{'?empty' if empty else ''}")
    await hands.until("globalThis.underTest !== undefined")
    about = await hands.run(
        "() => ({ ...underTest, frame: underTest.frame ?? null, step: underTest.undoStep ?? 50 })"
    )
    if about["frame"]:
        await hands.enter(about["frame"])
    await hands.click(about["select"])
    await asyncio.sleep(NOTICED)
    await hands.press("Control+End")
    await asyncio.sleep(NOTICED)
    return OpenEditor(hands, about["rich"], about["step"] / 1000)
