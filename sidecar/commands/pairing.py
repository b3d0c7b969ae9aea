"""`cuecard pair`: shows a code that the extension swaps for a token."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.output import note, print_json, say
from sidecar.commands.state import Failed, run, state_of
from sidecar.instance import is_held, read_server
from sidecar.knowledge.model import Role


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("pair")(pair)


def pair(
    context: typer.Context,
    role: Annotated[Role, typer.Option("--role", help="What the paired browser may do.")] = Role.AGENT,
    group: Annotated[
        list[str] | None, typer.Option("--group", help="Restricted answers it sees; repeatable.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer of the server as JSON.")] = False,
) -> None:
    """Show a pairing code for the extension's options page."""
    data_dir = state_of(context).data_dir
    port, body = run(_pair(data_dir, {"role": role.value, "groups": group or []}))
    if as_json:
        print_json(body)
        return
    say(body["code"], style="bold")
    note(
        f"Type this code into the extension's options page within {body['seconds_left'] / 60:.0f} minutes. "
        f"The server listens on port {port}."
    )


async def _pair(data_dir: Path, wanted: dict[str, Any]) -> tuple[int, Any]:
    from sidecar.commands.connection import connected

    info = read_server(data_dir)
    if not is_held(data_dir) or info is None or info.port is None:
        raise Failed("No server is running that a browser could be paired with. Start one: cuecard up")
    async with connected(data_dir) as api:
        return info.port, await api.post("/v1/pair/code", wanted)
