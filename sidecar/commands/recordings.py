"""`cuecard source record|replay`: to look into a connector that fails with somebody else's account."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from sidecar.commands.output import note, print_json, say
from sidecar.commands.sources import Json, Name, find_source, sources
from sidecar.commands.state import FAILED, Failed, WrongUsage, run, state_of

if TYPE_CHECKING:
    from connectors.contract import Event
    from sidecar.sync.recording.model import Recording, Result
    from sidecar.sync.recording.running import Replayed

_REQUESTS = 500


def add_to(_app: typer.Typer) -> None:
    """Add the commands of this module to `cuecard source`."""
    sources.command("record")(record)
    sources.command("replay")(replay)


def record(
    context: typer.Context,
    name: Name,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it; NAME.recording.json unless told."),
    ] = None,
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Keep what the answers say, without personal data.")
    ] = False,
    requests: Annotated[int, typer.Option(min=1, max=5000, help="How many requests at most.")] = _REQUESTS,
) -> None:
    """Run a source, store nothing, and save what it and its service said: to be sent in when it fails.

    Secrets, names, addresses and texts are replaced; read the file before you send it.
    """
    path = out or Path(re.sub(r"[^\w.-]+", "_", name) + ".recording.json")
    wanted = {"requests": requests, "with_texts": with_texts}
    _print_saved(run(_record(state_of(context).data_dir, name, wanted, path)), path)


def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A recording.")], as_json: Json = False
) -> None:
    """Run a connector over a recording, and show what it makes of it. Nothing is stored, nobody is asked.

    Exits with 1 if the source as a whole cannot be read.
    """
    done = run(_replay(file, quiet=as_json))
    if as_json:
        print_json(done.result.model_dump(mode="json"))
    else:
        _print_result(done.result)
    if done.result.error:
        raise typer.Exit(FAILED)


async def _record(data_dir: Path, name: str, wanted: dict[str, Any], path: Path) -> Recording:
    from sidecar.commands.connection import connected
    from sidecar.private_files import write_private
    from sidecar.sync.recording.model import Recording

    await asyncio.to_thread(_make_sure_of, path)
    async with connected(data_dir) as api:
        source = await find_source(api, name)
        note(f"{source['name']}: recording ...")
        recording = Recording.model_validate(await api.post(f"/v1/sources/{source['id']}/record", wanted))
    if not recording.exchanges:
        raise Failed("The source asked no service for anything: there is nothing to record.")
    try:
        await asyncio.to_thread(write_private, path, recording.written())
    except OSError as error:
        raise Failed(f"{path} cannot be written ({error.strerror}): name another file with --out.") from None
    return recording


def _make_sure_of(path: Path) -> None:
    """Find out before the run whether its recording can be saved there."""
    if path.exists():
        raise WrongUsage(f"{path} is there already: name another file with --out.")
    if not path.absolute().parent.is_dir():
        raise WrongUsage(f"There is no folder {path.absolute().parent}: name another file with --out.")


def _print_saved(recording: Recording, path: Path) -> None:
    say(f"Saved {len(recording.exchanges)} requests and their answers in {path}.")
    if recording.result.error:
        say(f"  The source could not be read: {recording.result.error}")
    if recording.stopped:
        say(f"  {recording.stopped}")
    say("  Secrets, names and texts are replaced; read the file before you send it.")


async def _replay(file: Path, *, quiet: bool) -> Replayed:
    from connectors import registry
    from connectors.contract import ConfigInvalid
    from sidecar.sync.recording.running import replay as replayed

    recording = _read(file)
    known = registry.available()
    if recording.source_type not in known:
        raise Failed(
            f"There is no source type {recording.source_type!r} here. There are: {', '.join(known)}."
        )
    try:
        connector = registry.load(recording.source_type)
        return await replayed(recording, connector, on_event=None if quiet else _print_event)
    except ConfigInvalid as error:
        raise Failed(str(error)) from None


def _read(file: Path) -> Recording:
    from sidecar.sync.recording.model import Recording

    try:
        return Recording.model_validate_json(file.read_bytes())
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read ({error.strerror}).") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise WrongUsage(f"{file} is no recording ({place or 'as a whole'}: {first['msg']}).") from None


def _print_event(event: Event) -> None:
    from connectors.contract import Delete, Failure, Skipped, Upsert

    match event:
        case Upsert(document):
            say(f"document  {document.external_id}  {document.title}")
        case Failure(external_id, reason):
            say(f"failed    {external_id}  {reason}")
        case Skipped(external_id, reason):
            say(f"left out  {external_id}  {reason}")
        case Delete(external_id):
            say(f"deleted   {external_id}")


def _print_result(result: Result) -> None:
    for item in result.checks:
        say(f"check     {item.outcome}  {item.name}  {item.detail} {item.remedy}".rstrip())
    end = "to its end" if result.complete else "not to its end"
    left = f"{len(result.failed)} failed, {len(result.skipped)} left out"
    say(f"{result.documents} documents, {left}; read {end}.")
    if result.error:
        say(result.error, style="bold red")
        for line in result.trace:
            say(f"  {line}")
