"""`cuecard demo`: a sidecar with sample knowledge, a sample helpdesk, and a browser that shows both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import platformdirs

from sidecar.app import Server, running
from sidecar.commands.connection import Api
from sidecar.commands.output import note, say
from sidecar.commands.serve import stopping_by_signal
from sidecar.commands.state import Failed
from sidecar.demo.asking import show_suggestions
from sidecar.demo.filling import fill, keep_fresh
from sidecar.demo.helpdesk.server import serving
from sidecar.demo.parts import Demo, own_command
from sidecar.demo.showing import show
from sidecar.web.extension_folder import extension_folder
from sidecar.web.listening import PortTaken

#: The sample helpdesk's usual port, the same at every start because sites are enabled by origin.
DESK_PORT = 8390


def run_demo(
    data_dir: Path | None, *, port: int | None = None, desk_port: int | None = None, open_browser: bool = True
) -> int:
    """Run the demonstration until Ctrl+C or a termination signal.

    Args:
        data_dir: Its data folder; `None` for one of its own beside the platform's other application data.
        port: The sidecar's port; `None` for the usual one, else the next free.
        desk_port: The helpdesk's port, likewise.
        open_browser: Whether a browser may be opened.

    Returns:
        The exit code: 0 if it ended as asked.

    Raises:
        Failed, FolderUnusable, InstanceRunning, PortTaken, SettingsError: the message says what to do.
    """
    folder = data_dir or platformdirs.user_data_path("cuecard-demo", appauthor=False)
    asyncio.run(_run(folder, port, desk_port, open_browser))
    return 0


async def _run(folder: Path, port: int | None, desk_port: int | None, open_browser: bool) -> None:
    stop = asyncio.Event()
    with stopping_by_signal(stop):
        work = asyncio.create_task(_serve(folder, port, desk_port, open_browser))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
            say("", "The demonstration has ended.")
        if not work.cancelled():
            work.result()


async def _serve(folder: Path, port: int | None, desk_port: int | None, open_browser: bool) -> None:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(running(folder, port=port))
        await server.ready()
        api = await stack.enter_async_context(_connected(server))
        note("Reading the sample knowledge ...")
        await keep_fresh(server.services.database)
        answers = await fill(api)
        desk = await stack.enter_async_context(_desk(desk_port))
        demo = Demo(server, api, desk, folder)
        say(
            f"ready {server.url}",
            f"Sample knowledge: {answers} answers of a bicycle shop that does not exist",
            f"Sample helpdesk:  {demo.first_ticket}",
        )
        if not (open_browser and await show(demo)):
            await _explain(demo)
            say("", "Stop with Ctrl+C.")
        await asyncio.Event().wait()


@asynccontextmanager
async def _connected(server: Server) -> AsyncIterator[Api]:
    headers = {"Authorization": f"Bearer {server.control_token}"}
    async with aiohttp.ClientSession(headers=headers, trust_env=False) as session:
        yield Api(session, server.url)


@asynccontextmanager
async def _desk(port: int | None) -> AsyncIterator[str]:
    async with AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(serving(DESK_PORT if port is None else port))
        except OSError as error:
            if port is not None:
                raise PortTaken(
                    f"Port {port} is taken. Choose another one for the helpdesk with --desk-port."
                ) from error
            address = await stack.enter_async_context(serving(0))
        yield address


async def _explain(demo: Demo) -> None:
    """Say how to see it without our help, and show in the terminal what would be suggested."""
    extension = await asyncio.to_thread(extension_folder)
    if extension is None:
        raise Failed("The browser extension is missing from this installation. Install Cuecard again.")
    say(
        "",
        "No browser is opened here. In any Chrome, Chromium, Edge or Brave on this machine:",
        "  1. Open chrome://extensions, switch on Developer mode, choose Load unpacked and take this folder:",
        f"     {extension}",
        "  2. Its options page opens. Enter the code that this command shows:",
        f'     {own_command()} --data-dir "{demo.folder}" pair',
        f"  3. Open {demo.first_ticket} and click the extension's icon to enable it there.",
    )
    await show_suggestions(demo.api, demo.desk)
