"""`cuecard serve`, `up` and `demo`: the server in the foreground."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import webbrowser
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from sidecar.collecting import collect_seldom
from sidecar.commands.output import note, say
from sidecar.commands.state import explained, run, state_of
from sidecar.instance import is_held, read_server

if TYPE_CHECKING:
    from sidecar.app import Server

Port = Annotated[
    int | None,
    typer.Option(
        "--port", min=0, max=65535, help="The port; unless told 8377, else the next free one. 0: any."
    ),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the link instead of opening it.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("up")(up)
    app.command("serve")(serve)
    app.command("demo")(demo)


def serve(context: typer.Context, port: Port = None) -> None:
    """Start the server in the foreground; prints one line when it answers."""
    _log_to_stderr()
    run(serve_until_stopped(state_of(context).data_dir, port, _print_ready))


def up(context: typer.Context, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Start Cuecard and open its overview page. The first start makes everything it needs."""
    data_dir = state_of(context).data_dir
    with explained():
        already = is_held(data_dir) and (info := read_server(data_dir)) is not None and info.port is not None
    if already:
        run(_open_running(data_dir, open_browser=not no_browser))
        return

    async def show(server: Server) -> None:
        await _print_ready(server)
        link = f"{server.url}/launch/{server.services.launches.make_link()}"
        await _open(link, open_browser=not no_browser)
        say(f"Data folder: {data_dir}", "Stop with Ctrl+C.")

    _log_to_stderr()
    run(serve_until_stopped(data_dir, port, show))


def demo(
    context: typer.Context,
    port: Port = None,
    desk_port: Annotated[
        int | None, typer.Option("--desk-port", min=0, max=65535, help="The port of the sample helpdesk.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Try Cuecard: sample knowledge, a sample helpdesk and, where possible, a browser with the extension."""
    from sidecar.demo.start import run_demo

    state = state_of(context)
    with explained():
        code = run_demo(
            state.data_dir if state.data_dir_told else None,
            port=port,
            desk_port=desk_port,
            open_browser=not no_browser,
        )
    raise typer.Exit(code)


async def serve_until_stopped(
    data_dir: Path, port: int | None, when_ready: Callable[[Server], Awaitable[None]]
) -> None:
    """Run the server until Ctrl+C or a termination signal."""
    from sidecar.app import running

    collect_seldom()
    stop = asyncio.Event()
    with stopping_by_signal(stop):
        async with running(data_dir, port=port, schedule=True) as server:
            stopped = asyncio.create_task(stop.wait())
            ready = asyncio.create_task(server.ready())
            await asyncio.wait({stopped, ready}, return_when=asyncio.FIRST_COMPLETED)
            if ready.done():
                ready.result()
                await when_ready(server)
            else:
                ready.cancel()
            await stopped


@contextlib.contextmanager
def stopping_by_signal(stop: asyncio.Event) -> Iterator[None]:
    """Set the event on Ctrl+C, termination or (Windows) Ctrl+Break; a second Ctrl+C kills at once."""
    loop = asyncio.get_running_loop()
    names = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]

    def handle(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        loop.call_soon_threadsafe(stop.set)

    before = {number: signal.signal(number, handle) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _print_ready(server: Server) -> None:
    print(f"ready {server.url}", flush=True)


async def _open_running(data_dir: Path, *, open_browser: bool) -> None:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        launch = await api.post("/v1/launch")
        say(f"Cuecard is running already at {api.url}")
        await _open(launch["url"], open_browser=open_browser)


async def _open(link: str, *, open_browser: bool) -> None:
    opened = open_browser and await asyncio.to_thread(webbrowser.open, link)
    say(f"Overview ({'opened' if opened else 'open it'} within a minute, once): {link}")
    if open_browser and not opened:
        note("No browser could be opened here.")


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in ("cuecard", "sidecar"):
        logging.getLogger(name).setLevel(logging.INFO)
