"""A process that is killed while it encodes loses what came since its last commit, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sidecar.search.meanings.generation import Generation
from sidecar.search.protocol import Scope
from tests.conftest import REPOSITORY
from tests.search.meanings.world import WORDS, World, everything

ANSWERS = 60
FOLLOW = """
import sys
from pathlib import Path
from unittest import mock
from sidecar.search import follow
from sidecar.search.meanings import follower
from tests.search.meanings.world import world
with mock.patch.object(follow, "_PAGE", 4), mock.patch.object(follower, "_BUDGET", 0.0):
    with world(Path(sys.argv[1]), Path(sys.argv[1])) as shop:
        while True:
            shop.step()
            print(shop.follower._generation.position.answers, flush=True)
"""


@pytest.mark.parametrize("after", [1, 5])
def test_kill_while_encoding(shop: World, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in range(ANSWERS):
        shop.store(f"{place}", WORDS[place % len(WORDS)], WORDS[-place % len(WORDS)])
    committed = _kill_after(shop.folder, after)
    encoded: list[int] = []
    genuine = Generation.take_answers

    def counted(generation: Generation, answers: list[object]) -> None:
        encoded.extend(answer.seq for answer in answers)  # type: ignore[attr-defined]
        genuine(generation, answers)  # type: ignore[arg-type]

    monkeypatch.setattr(Generation, "take_answers", counted)
    shop.follow()
    assert committed > 0
    assert min(encoded) > committed
    found = everything(shop.view(), [Scope()])
    shop.follower.restart()
    shop.follow()
    assert everything(shop.view(), [Scope()]) == found
    assert shop.view().titles.count == ANSWERS


def _kill_after(folder: Path, commits: int) -> int:
    """Let another process follow, and kill it after some commits. Returns how far it said it was."""
    committed = 0
    with subprocess.Popen(
        [sys.executable, "-c", FOLLOW, str(folder)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for count, line in enumerate(running.stdout, 1):
            committed = int(line)
            if count == commits:
                running.kill()
                break
        running.stdout.read()
    return committed
