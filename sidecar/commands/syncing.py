"""`cuecard sync`: runs the connectors, shows how far they are and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sidecar.commands.output import note, print_json, say
from sidecar.commands.state import FAILED, WrongUsage, run, state_of

if TYPE_CHECKING:
    from sidecar.commands.connection import Api


def sync(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="The sources; all unless told.")
    ] = None,
    approve_deletions: Annotated[
        bool,
        typer.Option("--approve-deletions", help="Carry out deletions that were held for your approval."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the runs as JSON.")] = False,
) -> None:
    """Run connectors now. Exits with 1 only if a source as a whole could not be read."""
    runs = run(_sync(state_of(context).data_dir, names or [], approve_deletions))
    if as_json:
        print_json({"runs": runs})
    elif not runs:
        say("There is no source yet. Add one: cuecard source types")
    else:
        for item in runs:
            _summarise(item)
    if any(item["state"] == "failed" for item in runs):
        raise typer.Exit(FAILED)


async def _sync(data_dir: Path, names: list[str], approve_deletions: bool) -> list[dict[str, Any]]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        chosen = _choose((await api.get("/v1/sources"))["sources"], names)
        return [await _run_one(api, source, approve_deletions) for source in chosen]


def _choose(known: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    if not names:
        return [source for source in known if source["type"] != "team"]
    chosen = []
    for name in dict.fromkeys(names):
        found = [source for source in known if name in (source["name"], source["id"])]
        if not found:
            there = ", ".join(source["name"] for source in known) or "none; add one with `cuecard source add`"
            raise WrongUsage(f"There is no source named {name!r}. There are: {there}.")
        chosen += found
    return chosen


async def _run_one(api: Api, source: dict[str, Any], approve_deletions: bool) -> dict[str, Any]:
    state: dict[str, Any] = await api.post(
        f"/v1/sources/{source['id']}/sync", {"approve_deletions": approve_deletions}
    )
    with _Shown(source["name"]) as show:
        async for _name, state in api.events(f"/v1/sources/{source['id']}/progress"):
            show(state)
    return state


class _Shown:
    """Shows progress on stderr: a bar on a terminal, else a line at the start."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bar: Progress | None = None

    def __enter__(self) -> Callable[[dict[str, Any]], None]:
        if not sys.stderr.isatty():
            note(f"{self._name}: reading ...")
            return lambda _state: None
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        task = bar.add_task(self._name, total=None, note="")
        bar.start()
        self._bar = bar

        def show(state: dict[str, Any]) -> None:
            bar.update(task, completed=state["read"], total=state["total"], note=state["note"])

        return show

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _summarise(item: dict[str, Any]) -> None:
    name = item["source"]
    counts = ", ".join(f"{item[key]} {key}" for key in ("added", "changed", "unchanged", "deleted"))
    say(f"{name}: {counts}, {len(item['failed'])} failed ({item['seconds']:.1f} s)")
    for document in item["failed"]:
        say(f"  failed {document['external_id']}: {document['reason']}")
    if item["held"]:
        say(
            f"  {item['held']} deletions are held: so many at once may be a mistake. If the source is right: "
            f'cuecard sync "{name}" --approve-deletions'
        )
    if item["error"]:
        say(f"  {name} could not be read: {item['error']}", style="bold red")
