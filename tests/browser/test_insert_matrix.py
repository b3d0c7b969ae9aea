"""An answer goes into every editor whole, at the caret, beside its draft, and one Ctrl+Z takes it out.

Checked in the editor's own model, never in what the inserter says of itself, in both browsers at once. A new editor is a
new file in `tests/editors/pages/`, a new kind of answer a new file in `tests/editors/answers/`. What an editor cannot do
stands in `tests/editors/limits.json`, with the reason, and in the published matrix: a limit that is no longer true fails
as a new one does.
"""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.harness.editors import editor_names
from tests.browser.harness.hands import Hands
from tests.browser.harness.matrix import misses

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMES = editor_names()


@pytest.mark.parametrize("name", NAMES)
async def test_editor(both_hands: list[Hands], editor_origin: str, name: str) -> None:
    found = await asyncio.gather(*(misses(hands, editor_origin, name) for hands in both_hands))
    report = [f"{hands.browser}, {column}: {what}" for hands, missed in zip(both_hands, found, strict=True) for column, what in missed.items()]
    assert not report, "\n".join(report)
