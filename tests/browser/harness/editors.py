"""The editor pages: built from npm packages, and what may stand in an editor's model after an insertion."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from playwright.async_api import Frame, Page

TESTS = Path(__file__).resolve().parents[2]
EDITORS = TESTS / "editors"
BUILD = EDITORS / "build"
INSERTER = (TESTS.parent / "extension" / "main-world" / "insert.js").read_text("utf-8")
# The function as an expression, as `scripting.executeScript` serialises it.
INSERT_ANSWER = INSERTER[INSERTER.index("async function insertAnswer") :]
BOLD = ["b", "strong"]
BLOCKS = re.compile(r"^(p|div|li|ul|ol|h[1-6]|blockquote|br)$")


@dataclass(frozen=True)
class AnswerCase:
    """An answer to insert and what must be seen of it."""

    text: str
    html: str
    lines: list[str]
    bold: list[str]
    links: list[list[str]]
    items: list[str]


@dataclass(frozen=True)
class Model:
    """An editor's own content in comparable form: visible lines and the formatting on them."""

    lines: list[str]
    bold: list[str]
    links: list[list[str]]
    items: list[str]


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
    subprocess.run(
        ["node", esbuild, *sources, "--bundle", "--format=esm", f"--outdir={BUILD}", "--target=es2023",
         "--loader:.woff2=dataurl", "--log-level=error"],
        check=True,
        stdout=sys.stderr,
    )  # fmt: skip
    frame = (EDITORS / "page.html").read_text("utf-8")
    for source in sources:
        (BUILD / source.with_suffix(".html").name).write_text(frame.replace("EDITOR", source.stem), "utf-8")
    return BUILD


def model_of_value(value: str) -> Model:
    """A plain editor's value as comparable lines; blank lines do not count."""
    return Model([line.strip() for line in value.split("\n") if line.strip()], [], [], [])


def model_of_html(html: str) -> Model:
    """A rich editor's HTML as comparable lines and formatting."""
    soup = BeautifulSoup(html, "html.parser")
    outermost = [tag for tag in soup.find_all(BOLD) if not tag.find_parent(BOLD)]
    bold = [_words(tag.get_text()) for tag in outermost]
    links = [[_words(tag.get_text()), str(tag["href"])] for tag in soup.find_all("a", href=True)]
    items = [_words(tag.get_text()) for tag in soup.find_all("li")]
    for block in soup.find_all(BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    lines = [_words(line) for line in soup.get_text().split("\n")]
    return Model([line for line in lines if line], bold, links, items)


def _words(text: str) -> str:
    return " ".join(re.sub("[\u200b\u2060\ufeff]", "", text).split())


def bare(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def check_formatting(model: Model, answer: AnswerCase, times: int = 1) -> None:
    """Bold, links and list items are all there; no two lines of the answer were fused."""
    assert model.bold == answer.bold * times
    assert model.links == answer.links * times
    assert [bare(item) for item in model.items if item] == [bare(item) for item in answer.items * times]
    inner = answer.lines[1:-1]
    assert [line for line in model.lines if line in inner] == inner * times
    assert not any(answer.lines[0] in line and answer.lines[1] in line for line in model.lines)


@dataclass(frozen=True)
class EditorPage:
    """An open editor page."""

    page: Page
    frame: Page | Frame
    select: str
    rich: bool
    undo_step: float

    async def end_undo_step(self) -> None:
        """Wait until the next change is an undo step of its own, as agents do by reading."""
        await asyncio.sleep(self.undo_step)

    async def raw(self) -> str:
        """What the editor's own model holds."""
        value: str = await self.page.evaluate("editor.model()")
        return value

    async def model(self) -> Model:
        """The same in comparable form."""
        raw = await self.raw()
        return model_of_html(raw) if self.rich else model_of_value(raw)

    async def insert(self, answer: AnswerCase) -> dict[str, Any]:
        """Run the inserter in the page's own world, in the editor's frame."""
        outcome: dict[str, Any] = await self.frame.evaluate(
            f"([text, html]) => ({INSERT_ANSWER})(text, html)", [answer.text, answer.html]
        )
        return outcome


async def open_editor(page: Page, origin: str, name: str, *, empty: bool = False) -> EditorPage:
    """Open an editor page and put the caret at the end of its draft by a click and Ctrl+End.

    Args:
        page: the tab.
        origin: where the pages are served.
        name: the page's name, such as `ckeditor5`.
        empty: without a draft.

    Returns:
        The page with the editor focused.
    """
    await page.goto(f"{origin}/editors/{name}.html{'?empty' if empty else ''}")
    await page.wait_for_function("globalThis.editor !== undefined")
    about = await page.evaluate("""({
        select: editor.select, frame: editor.frame ?? null, rich: editor.rich, step: editor.undoStep ?? 50
    })""")
    frame: Page | Frame = page
    if about["frame"]:
        inner = await page.locator(about["frame"]).element_handle()
        frame = await inner.content_frame() or page
    await frame.click(about["select"], position={"x": 20, "y": 10} if about["rich"] else None)
    await page.keyboard.press("Control+End")
    return EditorPage(page, frame, about["select"], about["rich"], about["step"] / 1000)
