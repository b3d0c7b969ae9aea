"""`cuecard doctor` and `cuecard reindex`: is everything all right, and what to do if not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.output import print_json, say
from sidecar.commands.state import FAILED, run, state_of
from sidecar.instance import is_held, read_server
from sidecar.settings import DEFAULT_PORT

Json = Annotated[bool, typer.Option("--json", help="Print the answer of the server as JSON.")]
_MARKS = {"passed": "ok", "failed": "FAILED", "indeterminate": "note"}


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("doctor")(doctor)
    app.command("reindex")(reindex)


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check data, index, port, sources and extension, and say what to do."""
    body = run(_examine(state_of(context).data_dir))
    if as_json:
        print_json(body)
    else:
        for check in body["checks"]:
            remedy = f"  -> {check['remedy']}" if check["remedy"] and check["outcome"] != "passed" else ""
            say(f"{_MARKS[check['outcome']]:<7} {check['name']}: {check['detail']}{remedy}")
    if not body["ok"]:
        raise typer.Exit(FAILED)


def reindex(context: typer.Context, as_json: Json = False) -> None:
    """Build the index anew from the database; possible while the server runs."""
    body = run(_reindex(state_of(context).data_dir))
    if as_json:
        print_json(body)
    else:
        say(f"Built anew: {body['passages']} passages, {body['asked']} questions.")


async def _examine(data_dir: Path) -> Any:
    from sidecar.commands.connection import connected

    port_check = _check_port(data_dir)
    async with connected(data_dir) as api:
        body = await api.get("/v1/status")
    body["checks"].insert(1, port_check)
    return body


def _check_port(data_dir: Path) -> dict[str, str]:
    """Return whether the server runs, and who has its usual port if not."""
    from sidecar.web.listening import PortTaken, open_sockets

    info = read_server(data_dir)
    if is_held(data_dir) and info is not None and info.port is not None:
        detail = f"The server runs on port {info.port} (pid {info.pid})."
        if info.port != DEFAULT_PORT:
            remedy = f"Set port {info.port} in the extension's options."
            return {"name": "port", "outcome": "indeterminate", "detail": detail, "remedy": remedy}
        return {"name": "port", "outcome": "passed", "detail": detail, "remedy": ""}
    try:
        sockets = open_sockets(DEFAULT_PORT)
    except PortTaken as error:
        remedy = (
            "Stop it, or let `cuecard serve` take the next free port and set that in the extension's options."
        )
        return {"name": "port", "outcome": "indeterminate", "detail": str(error), "remedy": remedy}
    for sock in sockets:
        sock.close()
    detail = f"No server runs; its port {DEFAULT_PORT} is free."
    return {"name": "port", "outcome": "indeterminate", "detail": detail, "remedy": "Start it: cuecard up"}


async def _reindex(data_dir: Path) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return await api.post("/v1/reindex")
