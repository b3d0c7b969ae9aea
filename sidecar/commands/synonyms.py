"""`cuecard synonyms`: what means the same to this team."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.output import print_json, say
from sidecar.commands.state import run, state_of

_AsJson = Annotated[bool, typer.Option("--json", help="Print what the sidecar answers.")]

group = typer.Typer(no_args_is_help=True, help="Phrases that mean the same to your team.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="synonyms")


@group.command("list")
def list_all(context: typer.Context, as_json: _AsJson = False) -> None:
    """Show all groups of phrases that mean the same."""
    _show(run(_list(state_of(context).data_dir)), as_json)


@group.command("add")
def add(
    context: typer.Context,
    phrases: Annotated[list[str], typer.Argument(metavar="PHRASE...", help="Two phrases, or more.")],
    as_json: _AsJson = False,
) -> None:
    """Let phrases mean the same: a ticket that says one finds answers that say another."""
    _show(run(_add(state_of(context).data_dir, phrases)), as_json)


@group.command("remove")
def remove(
    context: typer.Context,
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="The phrase to take out.")],
    as_json: _AsJson = False,
) -> None:
    """Take a phrase out of its group."""
    _show(run(_remove(state_of(context).data_dir, phrase)), as_json)


def _show(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    for phrases in told["groups"]:
        say(" = ".join(phrases))
    if not told["groups"]:
        say("no synonyms of your own")


async def _list(data_dir: Path) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.get("/v1/synonyms"))


async def _add(data_dir: Path, phrases: list[str]) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.post("/v1/synonyms", {"phrases": phrases}))


async def _remove(data_dir: Path, phrase: str) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.delete("/v1/synonyms", phrase=phrase))
