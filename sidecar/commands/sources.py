"""`cuecard source ...` and `cuecard sync`: where knowledge comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidecar.commands.output import print_json, print_table, say
from sidecar.commands.state import Failed, WrongUsage, run, state_of
from sidecar.commands.syncing import sync

if TYPE_CHECKING:
    from sidecar.commands.connection import Api

Json = Annotated[bool, typer.Option("--json", help="Print the answer of the server as JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The source's name.")]
SecretFiles = Annotated[
    list[str] | None,
    typer.Option("--secret-file", metavar="KEY=FILE", help="A secret setting, read from a file; repeatable."),
]

sources = typer.Typer(help="Where knowledge comes from.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(sources, name="source")
    app.command("sync")(sync)


@sources.command("types")
def list_types(context: typer.Context, as_json: Json = False) -> None:
    """List the kinds of sources, and their settings."""
    body = run(_get(state_of(context).data_dir, "/v1/sources/types"))
    if as_json:
        print_json(body)
        return
    for kind in body["types"]:
        say(f"{kind['id']}  {kind['title']}", style="bold")
        say(f"  {kind['error'] or kind['summary']}")
        required = set(kind["settings"].get("required", ()))
        for name, field in kind["settings"].get("properties", {}).items():
            need = " (required)" if name in required else ""
            choices = _choices(field, kind["settings"])
            said = "; ".join(part for part in (field.get("description", ""), choices) if part)
            say(f"    {name}{need}: {said}".rstrip(": "))


@sources.command("add")
def add(
    context: typer.Context,
    type_: Annotated[str, typer.Argument(metavar="TYPE", help="`cuecard source types` lists them.")],
    name: Annotated[str, typer.Option("--name", help="How the source is called.")],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="A setting; repeatable. Lists: comma separated, or JSON."
        ),
    ] = None,
    secret_files: SecretFiles = None,
    check: Annotated[bool, typer.Option(help="Make sure first that it can be read.")] = True,
    as_json: Json = False,
) -> None:
    """Add a source. Its secrets come from the environment, a file or a prompt."""
    body = run(_add(state_of(context).data_dir, type_, name, settings or [], secret_files or [], check))
    if as_json:
        print_json(body)
    else:
        say(f"Added the source {body['name']}. Read it now: cuecard sync {_quoted(body['name'])}")


@sources.command("set")
def change(
    context: typer.Context,
    name: Name,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting; repeatable.")
    ] = None,
    secret_files: SecretFiles = None,
    new_name: Annotated[str | None, typer.Option("--name", help="How it is to be called.")] = None,
    check: Annotated[bool, typer.Option(help="Make sure first that it can be read.")] = True,
    as_json: Json = False,
) -> None:
    """Change a source's settings or name."""
    body = run(_change(state_of(context).data_dir, name, settings or [], secret_files or [], new_name, check))
    if as_json:
        print_json(body)
    else:
        say(f"Changed the source {body['name']}. Read it now: cuecard sync {_quoted(body['name'])}")


@sources.command("list")
def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List the sources and how their last run went."""
    body = run(_get(state_of(context).data_dir, "/v1/sources"))
    if as_json:
        print_json(body)
    elif not body["sources"]:
        say("There is no source yet. Add one: cuecard source types")
    else:
        rows = [
            [
                item["name"],
                item["type"],
                str(item["counts"]["answers"]),
                str(len(item["failures"])),
                _last(item),
            ]
            for item in body["sources"]
        ]
        print_table(["NAME", "TYPE", "ANSWERS", "FAILED", "LAST RUN"], rows)


@sources.command("check")
def check_source(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Find out whether a source can be read; change nothing."""
    body = run(_post(state_of(context).data_dir, name, "check"))
    if as_json:
        print_json(body)
    else:
        for item in body["checks"]:
            say(f"{item['outcome']:<13}  {item['name']}  {item['detail']} {item['remedy']}".rstrip())
    if not body["ok"]:
        raise typer.Exit(1)


@sources.command("remove")
def remove(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Remove a source; none of its answers is suggested any more."""
    body = run(_remove(state_of(context).data_dir, name))
    if as_json:
        print_json(body)
    else:
        say(f"Removed the source {name} and its answers.")


async def _get(data_dir: Path, path: str) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return await api.get(path)


async def _post(data_dir: Path, name: str, action: str) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        source = await find_source(api, name)
        return await api.post(f"/v1/sources/{source['id']}/{action}")


async def _remove(data_dir: Path, name: str) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        source = await find_source(api, name)
        return await api.delete(f"/v1/sources/{source['id']}")


async def find_source(api: Api, name: str) -> Any:
    """Return a source by its name or id.

    Raises:
        WrongUsage: there is none; names those that exist.
    """
    known = (await api.get("/v1/sources"))["sources"]
    for source in known:
        if name in (source["name"], source["id"]):
            return source
    there = ", ".join(source["name"] for source in known) or "none; add one with `cuecard source add`"
    raise WrongUsage(f"There is no source named {name!r}. There are: {there}.")


async def _add(
    data_dir: Path, type_: str, name: str, settings: list[str], secret_files: list[str], check: bool
) -> Any:
    from sidecar.commands.connection import ApiFailed, connected
    from sidecar.commands.secrets import secrets_of

    async with connected(data_dir) as api:
        types = {kind["id"]: kind for kind in (await api.get("/v1/sources/types"))["types"]}
        if type_ not in types:
            raise WrongUsage(f"There is no source type {type_!r}. There are: {', '.join(types)}.")
        if types[type_]["error"]:
            raise Failed(types[type_]["error"])
        config = config_of(settings, types[type_]["settings"])
        config |= secrets_of(name, config, types[type_]["settings"], secret_files)
        try:
            return await api.post(
                "/v1/sources", {"type": type_, "name": name, "config": config, "check": check}
            )
        except ApiFailed as error:
            if any(detail["field"].startswith("config.") for detail in error.details):
                raise WrongUsage(str(error)) from None
            raise


async def _change(
    data_dir: Path, name: str, settings: list[str], secret_files: list[str], new_name: str | None, check: bool
) -> Any:
    from sidecar.commands.connection import connected
    from sidecar.commands.secrets import secrets_from_files

    async with connected(data_dir) as api:
        source = await find_source(api, name)
        types = {kind["id"]: kind for kind in (await api.get("/v1/sources/types"))["types"]}
        schema = types.get(source["type"], {}).get("settings", {})
        config = config_of(settings, schema) | secrets_from_files(secret_files, schema)
        body = {"name": new_name, "config": config or None, "check": check}
        return await api.patch(f"/v1/sources/{source['id']}", body)


def config_of(settings: list[str], schema: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration that `--set key=value ...` describes.

    Paths are made absolute here: the server may have been started in another folder.

    Raises:
        WrongUsage: an item has no `=`, or a key is unknown; names those that exist.
    """
    fields = schema.get("properties", {})
    config: dict[str, Any] = {}
    for item in settings:
        key, equals, value = item.partition("=")
        key = key.strip()
        if not equals:
            raise WrongUsage(f"Write --set {item} as --set KEY=VALUE.")
        if key not in fields:
            raise WrongUsage(f"There is no setting {key!r}. There are: {', '.join(fields)}.")
        config[key] = _value(value, fields[key])
    return config


def _value(value: str, field: dict[str, Any]) -> Any:
    parts = [field, *field.get("anyOf", [])]
    if any(part.get("format") in {"path", "file-path", "directory-path"} for part in parts):
        return str(Path(value).expanduser().absolute())
    types = {part.get("type") for part in parts}
    if "array" in types and not value.lstrip().startswith("["):
        return [item.strip() for item in value.split(",") if item.strip()]
    if types & {"array", "object", "boolean", "integer", "number"}:
        try:
            return json.loads(value)
        except ValueError:
            return value  # the server says what it should be
    return value


def _choices(field: dict[str, Any], schema: dict[str, Any]) -> str:
    for part in (field, *field.get("anyOf", []), *field.get("allOf", [])):
        name = str(part.get("$ref", "")).rpartition("/")[2]
        values = part.get("enum") or schema.get("$defs", {}).get(name, {}).get("enum")
        if values:
            return "one of " + ", ".join(str(value) for value in values)
    return ""


def _last(source: dict[str, Any]) -> str:
    last = source["last_run"]
    if source["running"]:
        return "running"
    if last is None:
        return "never"
    error = f": {last['error']}" if last["error"] else ""
    return (
        f"{last['state']} {(last['finished_at'] or last['started_at'] or '')[:16].replace('T', ' ')}{error}"
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"\s", name) else name
