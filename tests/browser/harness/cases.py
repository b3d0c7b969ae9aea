"""Hand-made pages for single questions about insertion (`tests/editors/cases/`), and how they are used."""

from __future__ import annotations

from typing import Any

from tests.browser.harness.editors import INSERT_ANSWER, answer_case
from tests.browser.harness.hands import Hands

DRAFT = "one two three"
FORMATTED = answer_case("formatted")
HEADERS = {
    "/cases/strict.html": {
        "Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types 'none'"
    }
}

READ = """selector => {
    const { value, innerText } = document.querySelector(selector);
    return value ?? innerText;
}"""


async def insert(hands: Hands) -> dict[str, Any]:
    """Insert the formatted answer where the focus is."""
    outcome: dict[str, Any] = await hands.run(INSERT_ANSWER, FORMATTED.text, FORMATTED.html)
    return outcome


async def focus_end(hands: Hands, selector: str) -> None:
    """Focus an editor, the caret at its end."""
    await hands.run("selector => document.querySelector(selector).focus()", selector)
    await hands.press("Control+End")


async def content(hands: Hands, selector: str) -> str:
    """The value or text of an element."""
    text: str = await hands.run(READ, selector)
    return text
