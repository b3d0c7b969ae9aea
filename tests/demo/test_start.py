"""`cuecard demo` in a terminal: it explains, shows what would be suggested, and ends when asked."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import aiohttp

from tests.browser.harness.processes import REPOSITORY
from tests.demo.running import demo


async def test_without_a_screen_it_explains_shows_three_tickets_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    async with demo(tmp_path / "data") as run:
        ready = await run.until("ready http://127.0.0.1:")
        await run.until("Stop with Ctrl+C.")
        async with aiohttp.ClientSession() as client:
            async with client.get(f"{ready.removeprefix('ready ')}/v1/health") as answer:
                assert (await answer.json())["ready"] is True
            desk = next(line.split()[-1] for line in run.lines if line.startswith("Sample helpdesk:"))
            async with client.get(desk) as answer:
                assert "Ridgeline Desk" in await answer.text()
        assert await run.stop() == 0
    shown = "\n".join(run.lines)
    assert len(re.findall(r"^#\d{5} ", shown, re.MULTILINE)) == 3
    assert "1. Tracking has not moved for days  [reply, verified by" in shown
    assert str(REPOSITORY / "extension") in shown
    assert run.lines[-1] == "The demonstration has ended."


async def test_it_can_be_stopped_before_it_is_ready_and_started_again(tmp_path: Path) -> None:
    async with demo(tmp_path / "data") as run:
        await run.until("Reading the sample knowledge")
        assert await run.stop() == 0
    async with demo(tmp_path / "data", "--no-browser") as run:
        await run.until("Sample knowledge: 128 answers")
        assert await run.stop() == 0


async def test_a_second_demonstration_on_the_same_data_says_so(tmp_path: Path) -> None:
    async with demo(tmp_path / "data") as first:
        await first.until("Stop with Ctrl+C.")
        async with demo(tmp_path / "data") as second:
            assert "Another instance is running" in await second.until("Error: ")
            assert await second.process.wait() == 1
        assert await first.stop() == 0


async def test_a_taken_helpdesk_port_is_named(tmp_path: Path) -> None:
    blocker = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = blocker.sockets[0].getsockname()[1]
    async with demo(tmp_path / "data", "--desk-port", str(port)) as run:
        assert f"Port {port} is taken" in await run.until("Error: ")
        assert await run.process.wait() == 1
    blocker.close()
