"""`cuecard token ...`: who may use the sidecar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from sidecar.commands.output import note, print_json, print_table, say
from sidecar.commands.state import run, state_of
from sidecar.knowledge.model import Role

Json = Annotated[bool, typer.Option("--json", help="Print the answer of the server as JSON.")]

tokens = typer.Typer(help="Who may use the sidecar.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(tokens, name="token")


@tokens.command("create")
def create(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Whose it is; stands behind what is verified with it.")
    ],
    role: Annotated[Role, typer.Option("--role", help="What it may do.")] = Role.AGENT,
    group: Annotated[
        list[str] | None, typer.Option("--group", help="Restricted answers it sees; repeatable.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a token and print it, this once."""
    body = run(_create(state_of(context).data_dir, {"name": name, "role": role.value, "groups": group or []}))
    if as_json:
        print_json(body)
    else:
        say(body["token"])
        note(f"This is the token of {body['name']} ({body['role']}). It is shown only now: keep it safe.")


@tokens.command("list")
def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List the tokens, without their secrets."""
    body = run(_list(state_of(context).data_dir))
    if as_json:
        print_json(body)
    elif not body["tokens"]:
        say("There is no token yet. Pair a browser (cuecard pair), or make one: cuecard token create NAME")
    else:
        rows = [
            [item["name"], item["role"], ", ".join(item["groups"]), item["created_at"][:10], item["id"]]
            for item in body["tokens"]
        ]
        print_table(["NAME", "ROLE", "GROUPS", "MADE", "ID"], rows)


@tokens.command("revoke")
def revoke(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The token's name or id.")],
    as_json: Json = False,
) -> None:
    """Revoke a token; it is refused from now on."""
    body = run(_revoke(state_of(context).data_dir, name))
    if as_json:
        print_json(body)
    else:
        say(f"Revoked the token {name}.")


async def _create(data_dir: Path, wanted: dict[str, Any]) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return await api.post("/v1/tokens", wanted)


async def _list(data_dir: Path) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return await api.get("/v1/tokens")


async def _revoke(data_dir: Path, name: str) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return await api.delete(f"/v1/tokens/{quote(name, safe='')}")
