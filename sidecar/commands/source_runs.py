"""`cuecard source runs|schedule|pause|resume|cancel|held|preview`: how a source is kept in step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.output import print_json, print_table, say
from sidecar.commands.sources import Json, Name, find_source, sources
from sidecar.commands.state import WrongUsage, run, state_of

_LIMIT = 50


def add_to(_app: typer.Typer) -> None:
    """Add the commands of this module to `cuecard source`."""
    sources.command("runs")(list_runs)
    sources.command("schedule")(schedule)
    sources.command("pause")(pause)
    sources.command("resume")(resume)
    sources.command("cancel")(cancel)
    sources.command("held")(held)
    sources.command("preview")(preview)


def list_runs(
    context: typer.Context,
    name: Name,
    number: Annotated[
        int | None, typer.Option("--run", metavar="NUMBER", help="Show this run, document by document.")
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Option(help="Only documents that were: added, changed, deleted, failed, held or skipped."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many documents to show.")] = _LIMIT,
    as_json: Json = False,
) -> None:
    """List the last runs of a source, or what one of them came to."""
    if number is None:
        body = run(_get(state_of(context).data_dir, name, "runs"))
        show: Any = _print_runs
    else:
        query = {"limit": limit} | ({"verdict": verdict} if verdict else {})
        body = run(_get(state_of(context).data_dir, name, f"runs/{number}/documents", **query))
        show = _print_documents
    if as_json:
        print_json(body)
    else:
        show(body)


def schedule(
    context: typer.Context,
    name: Name,
    every: Annotated[
        int | None, typer.Option(min=5, metavar="MINUTES", help="So long after its last run.")
    ] = None,
    at: Annotated[
        list[str] | None, typer.Option(metavar="HH:MM", help="At this time of the day; repeatable.")
    ] = None,
    on_change: Annotated[bool, typer.Option("--on-change", help="When one of its files changed.")] = False,
    manual: Annotated[bool, typer.Option("--manual", help="Only when told.")] = False,
    as_json: Json = False,
) -> None:
    """Show when the running server reads a source by itself, or change it."""
    asked = every is not None or bool(at) or on_change
    if manual and asked:
        raise WrongUsage("A source is read only when told, or by itself: leave --manual out, or the others.")
    wanted = {"every_minutes": every, "times": at or [], "on_change": on_change} if asked or manual else None
    body = run(_schedule(state_of(context).data_dir, name, wanted))
    if as_json:
        print_json(body)
    else:
        say(f"{body['name']} is read {_spoken(body['schedule'])}.", *_next(body))


def pause(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Stop a source's run and let it rest until it is resumed."""
    _act(context, name, "pause", "{} rests. Go on with: cuecard source resume NAME", as_json=as_json)


def resume(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Let a paused source be read again; a paused run goes on where it was."""
    _act(context, name, "resume", "{} is read again.", as_json=as_json)


def cancel(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """End a source's run; what it has read stays."""
    _act(context, name, "cancel", "The run of {} was ended.", as_json=as_json)


def held(
    context: typer.Context,
    name: Name,
    approve: Annotated[bool, typer.Option("--approve", help="Delete them all.")] = False,
    as_json: Json = False,
) -> None:
    """List the deletions that were held for your approval, or approve them."""
    data_dir = state_of(context).data_dir
    body = run(_post(data_dir, name, "held/approve") if approve else _get(data_dir, name, "held"))
    if as_json:
        print_json(body)
    elif approve:
        say(f"{body['deleted']} answers were deleted.")
    elif not body["held"]:
        say("No deletion is held.")
    else:
        print_table(
            ["DOCUMENT", "SINCE", "TITLE"],
            [[item["external_id"], _minute(item["since"]), item["title"] or ""] for item in body["held"]],
        )
        say(f"{body['total']} in all. If the source is right: cuecard source held NAME --approve")


def preview(
    context: typer.Context,
    name: Name,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many documents to show.")] = 10,
    as_json: Json = False,
) -> None:
    """Show what a source would bring in; nothing is stored."""
    body = run(_post(state_of(context).data_dir, name, "preview", {"limit": limit}))
    if as_json:
        print_json(body)
        return
    for item in body["documents"]:
        say(f"{item['title']}  ({item['external_id']})", style="bold")
        say(f"  {item['text'][:150]}".replace("\n", " "))
    for item in body["failed"]:
        say(f"failed {item['external_id']}: {item['reason']}")
    for item in body["skipped"]:
        say(f"left out {item['external_id']}: {item['reason']}")
    if body["error"]:
        say(body["error"], style="bold red")
        raise typer.Exit(1)


def _act(context: typer.Context, name: str, action: str, said: str, *, as_json: bool) -> None:
    body = run(_post(state_of(context).data_dir, name, action))
    if as_json:
        print_json(body)
    else:
        say(said.format(body["name"]))


async def _get(data_dir: Path, name: str, path: str, **query: Any) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        source = await find_source(api, name)
        return await api.get(f"/v1/sources/{source['id']}/{path}", **query)


async def _post(data_dir: Path, name: str, action: str, body: Any = None) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        source = await find_source(api, name)
        return await api.post(f"/v1/sources/{source['id']}/{action}", body)


async def _schedule(data_dir: Path, name: str, wanted: dict[str, Any] | None) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        source = await find_source(api, name)
        return source if wanted is None else await api.put(f"/v1/sources/{source['id']}/schedule", wanted)


def _print_runs(body: dict[str, Any]) -> None:
    if not body["runs"]:
        say("It was never read.")
        return
    keys = ("added", "changed", "unchanged", "deleted", "failed_count", "held")
    print_table(
        ["RUN", "BEGAN", "BY", "STATE", "ADDED", "CHANGED", "UNCHANGED", "DELETED", "FAILED", "HELD"],
        [
            [str(item["number"]), _minute(item["started_at"]), item["started_by"], item["state"]]
            + [str(item[key]) for key in keys]
            for item in body["runs"]
        ],
    )


def _print_documents(body: dict[str, Any]) -> None:
    for item in body["documents"]:
        say(f"{item['verdict']:<8} {item['external_id']}  {item['reason'] or item['title'] or ''}".rstrip())
    said = ", ".join(f"{count} {verdict}" for verdict, count in body["counts"].items())
    say(f"{said or 'Nothing was added, changed or deleted'}.")


def _spoken(schedule: dict[str, Any]) -> str:
    parts = []
    if schedule["every_minutes"]:
        parts.append(f"every {schedule['every_minutes']} minutes")
    if schedule["times"]:
        parts.append("at " + ", ".join(schedule["times"]))
    if schedule["on_change"]:
        parts.append("when its files change")
    return " and ".join(parts) or "only when told"


def _next(body: dict[str, Any]) -> list[str]:
    if body["paused_at"]:
        return ["It is paused."]
    return [f"Next: {_minute(body['next_run_at'])} UTC."] if body["next_run_at"] else []


def _minute(moment: str | None) -> str:
    return (moment or "")[:16].replace("T", " ")
