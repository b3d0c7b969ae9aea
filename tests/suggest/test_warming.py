"""After warming up, the first ticket of the day costs no more than the next ones."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
from pathlib import Path

from tests.suggest.running import reply, team

#: CPU time of the first suggestion beside later ones; loading the language model takes 200 times as long.
BOUND = 12.0

_SCRIPT = """
import asyncio, json, sys, time
from pathlib import Path
from tests.suggest.running import team

TICKETS = ["My parcel is stuck since Monday.", "How do I get my money back?", "Send the invoice again."]

async def main() -> None:
    async with team(Path(sys.argv[1])) as shop:
        await shop.engine.warm_up()
        times = []
        for text in TICKETS * 3:
            started = time.process_time()
            await shop.ask(text)
            times.append(time.process_time() - started)
        print(json.dumps(times))

asyncio.run(main())
"""


async def test_the_first_suggestion_is_as_quick_as_the_next(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(
            reply("Tracking has not moved", "We ask the carrier where your parcel is."),
            reply("Refund", "You get your money back within five days."),
            reply("Resend an invoice", "Here is the invoice again."),
        )
    first, *later = await asyncio.to_thread(_in_a_fresh_process, tmp_path)
    assert first < BOUND * statistics.median(later)


async def test_an_empty_team_can_warm_up_too(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.engine.warm_up()
        assert (await shop.ask("How does this work?")).suggestions == ()


def _in_a_fresh_process(folder: Path) -> list[float]:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(folder)], cwd=root, capture_output=True, text=True, check=True
    )
    times: list[float] = json.loads(done.stdout.splitlines()[-1])
    return times
