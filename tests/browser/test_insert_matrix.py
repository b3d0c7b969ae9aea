"""An answer goes into every editor whole, at the caret, beside its draft, and one Ctrl+Z takes it out.

Checked in the editor's own model, never in what the inserter says of itself, in both browsers at once. A new
editor is a new file in `tests/editors/pages/` and an entry in `tests/editors/editors.json`. What an editor
cannot do stands there, with the reason, and so in the published matrix: a limit that is none fails, too.
"""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.harness.hands import Hands
from tests.browser.harness.matrix import misses
from tests.browser.harness.matrix_page import editors

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EDITORS = editors()


@pytest.mark.parametrize("name", EDITORS)
async def test_editor(both_hands: list[Hands], editor_origin: str, name: str) -> None:
    found = await asyncio.gather(*(misses(hands, editor_origin, name) for hands in both_hands))

    for hands, missed in zip(both_hands, found, strict=True):
        assert set(missed) == set(EDITORS[name].limits_in(hands.browser)), (hands.browser, missed)
        assert await hands.run("() => underTest.rich") is not EDITORS[name].plain
