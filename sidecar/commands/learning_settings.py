"""`cuecard learning`: whether use teaches, how much of it is kept, and forgetting it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.output import print_json, say
from sidecar.commands.state import run, state_of

_AsJson = Annotated[bool, typer.Option("--json", help="Print what the sidecar answers.")]

group = typer.Typer(no_args_is_help=True, help="Whether use teaches, and forgetting what was learned.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="learning")


@group.command("status")
def status(context: typer.Context, as_json: _AsJson = False) -> None:
    """Say whether use teaches, and how much was learned."""
    _show(run(_get(state_of(context).data_dir)), as_json)


@group.command("on")
def on(context: typer.Context, as_json: _AsJson = False) -> None:
    """Learn from what agents insert, from now on."""
    _show(run(_change(state_of(context).data_dir, {"learning": True})), as_json)


@group.command("off")
def off(context: typer.Context, as_json: _AsJson = False) -> None:
    """Learn nothing more; what was learned stays until it is erased."""
    _show(run(_change(state_of(context).data_dir, {"learning": False})), as_json)


@group.command("limit")
def limit(
    context: typer.Context,
    most: Annotated[int, typer.Argument(metavar="N", min=1, max=100_000, help="Questions for each answer.")],
    as_json: _AsJson = False,
) -> None:
    """Keep no more than N learned questions for each answer: those learned next push out the oldest."""
    _show(run(_change(state_of(context).data_dir, {"most_per_answer": most})), as_json)


@group.command("erase")
def erase(
    context: typer.Context,
    answer: Annotated[str | None, typer.Option(metavar="ID", help="Only of this answer.")] = None,
    before: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what is older than this day (UTC).")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: _AsJson = False,
) -> None:
    """Forget what was learned. It cannot be brought back."""
    if not yes:
        typer.confirm("Forget what was learned? It cannot be brought back.", abort=True, err=True)
    day = before.replace(tzinfo=UTC).isoformat() if before else None
    came = run(_erase(state_of(context).data_dir, answer, day))
    if as_json:
        print_json(came)
    else:
        say(f"forgotten {came['erased']}")


def _show(state: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(state)
        return
    say(f"learning {'on' if state['learning'] else 'off'}")
    say(f"learned {state['learned']}, at most {state['most_per_answer']} for an answer")


async def _get(data_dir: Path) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.get("/v1/learning"))


async def _change(data_dir: Path, body: dict[str, Any]) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.patch("/v1/learning", body))


async def _erase(data_dir: Path, answer: str | None, before: str | None) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.delete("/v1/learning", answer_id=answer, before=before))
