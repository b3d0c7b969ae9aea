"""`cuecard helpdesk ...`: teach every agent's browser a helpdesk, without a new version of the extension."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from sidecar.commands.output import print_json, say
from sidecar.commands.state import Failed, WrongUsage, explained, run, state_of

_AsJson = Annotated[bool, typer.Option("--json", help="Print the answer of the server as JSON.")]

group = typer.Typer(
    no_args_is_help=True, help="Declare helpdesks that the extension does not know, or reads wrongly."
)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="helpdesk")


@group.command("add")
def add(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Adapters as JSON, such as agents export from the extension."),
    ],
    as_json: _AsJson = False,
) -> None:
    """Declare helpdesks from files; one of the same id is replaced.

    All files are checked before the first is declared. Browsers take them within a minute, before what the
    extension itself knows. The form is told in helpdesks/README.md of the extension's folder.
    """
    adapters = [(file, _read(file)) for file in files]
    told = run(_add(state_of(context).data_dir, adapters))
    if as_json:
        print_json({"helpdesks": told})
    for adapter in () if as_json else told:
        say(f"Declared {adapter['id']} ({adapter['name']}).")


@group.command("list")
def list_all(context: typer.Context, as_json: _AsJson = False) -> None:
    """List the declared helpdesks."""
    body = run(_list(state_of(context).data_dir))
    if as_json:
        print_json(body)
    elif not body["helpdesks"]:
        say(
            "No helpdesk was declared; the extension uses those it knows. "
            "Declare one: cuecard helpdesk add FILE"
        )
    for adapter in () if as_json else body["helpdesks"]:
        say(f"{adapter['id']}  {adapter['name']}  {adapter['detect'].get('address', '')}".rstrip())


@group.command("show")
def show(context: typer.Context, helpdesk: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print a declared helpdesk as JSON, to be changed and declared again."""
    body = run(_list(state_of(context).data_dir))
    found = [each for each in body["helpdesks"] if each["id"] == helpdesk]
    if not found:
        known = ", ".join(each["id"] for each in body["helpdesks"]) or "none"
        with explained():
            raise WrongUsage(f"No helpdesk {helpdesk!r} was declared. There are: {known}.")
    print_json(found[0])


@group.command("remove")
def remove(
    context: typer.Context,
    helpdesk: Annotated[str, typer.Argument(metavar="ID", help="Its id (see helpdesk list).")],
    as_json: _AsJson = False,
) -> None:
    """Take a declared helpdesk back; what the extension itself knows of it holds again."""
    body = run(_remove(state_of(context).data_dir, helpdesk))
    if as_json:
        print_json(body)
    else:
        say(f"Removed the helpdesk {helpdesk}.")


def _read(file: Path) -> Any:
    with explained():
        try:
            return json.loads(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise WrongUsage(f"{file} cannot be read: {error.strerror}.") from None
        except ValueError as error:
            raise WrongUsage(f"{file} is no JSON: {error}.") from None


async def _add(data_dir: Path, adapters: list[tuple[Path, Any]]) -> list[dict[str, Any]]:
    from sidecar.commands.connection import ApiFailed, connected

    _check(adapters)
    told = []
    async with connected(data_dir) as api:
        for file, adapter in adapters:
            try:
                told.append(dict(await api.post("/v1/helpdesks", adapter)))
            except ApiFailed as error:
                wrong = "".join(f"\n  {each['field']}: {each['message']}" for each in error.details)
                raise Failed(f"{file}: {error}{wrong}") from None
    return told


def _check(adapters: list[tuple[Path, Any]]) -> None:
    """Find all that is wrong in all files before anything is changed.

    Raises:
        Failed: something is; every place is named.
    """
    from pydantic import ValidationError

    from sidecar.web.errors import describe
    from sidecar.web.wire.adapter import AdapterIn

    wrong = []
    for file, adapter in adapters:
        try:
            # Through JSON, as the server reads it.
            AdapterIn.model_validate_json(json.dumps(adapter))
        except ValidationError as error:
            wrong += [f"\n  {file}: {each.field}: {each.message}" for each in describe(error)]
    if wrong:
        raise Failed("Nothing was declared." + "".join(wrong))


async def _list(data_dir: Path) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.get("/v1/helpdesks"))


async def _remove(data_dir: Path, helpdesk: str) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.delete(f"/v1/helpdesks/{quote(helpdesk, safe='')}"))
