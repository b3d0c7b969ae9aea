"""`cuecard rule ...`: answers that come first, or not at all, for a kind of ticket."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from sidecar.commands.output import print_json, say
from sidecar.commands.state import WrongUsage, run, state_of

Json = Annotated[bool, typer.Option("--json", help="Print the answer of the server as JSON.")]

group = typer.Typer(no_args_is_help=True, help="Pin or mute answers for a kind of ticket.")


class Action(StrEnum):
    """What a rule does with its answer."""

    PIN = "pin"
    MUTE = "mute"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="rule")


@group.command("add")
def add(
    context: typer.Context,
    action: Annotated[Action, typer.Argument(help="pin: it comes first. mute: it is not suggested.")],
    answer: Annotated[
        str, typer.Argument(metavar="ANSWER", help="Its id (see search), its id at the source, or its title.")
    ],
    source: Annotated[
        str | None, typer.Option("--source", help="The answer's source, where two share the title.")
    ] = None,
    contains: Annotated[
        list[str] | None,
        typer.Option("--contains", help="A word or phrase of the ticket, in any form; repeatable."),
    ] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="A tag of the ticket; repeatable.")] = None,
    helpdesk: Annotated[
        list[str] | None, typer.Option("--helpdesk", help="Such as zendesk; repeatable.")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option("--site", help="A host, such as desk.example.com; repeatable.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", help="Such as en or de; repeatable.")
    ] = None,
    always: Annotated[bool, typer.Option("--always", help="For every ticket.")] = False,
    note: Annotated[str | None, typer.Option("--note", help="Why; whoever asks is told.")] = None,
    as_json: Json = False,
) -> None:
    """Pin or mute an answer for tickets of a kind.

    Of several values of one option one is enough; different options have to hold together.
    A pinned answer still exists only for those who may see it. The search box finds muted ones.
    """
    when: dict[str, Any] = {
        "contains": contains or [],
        "tags": tag or [],
        "helpdesks": helpdesk or [],
        "sites": site or [],
        "languages": language or [],
    }
    if any(when.values()) == always:
        raise typer.BadParameter(
            "Say for which tickets: --contains, --tag, --helpdesk, --site, --language; or --always, alone."
        )
    wanted = {"action": action.value, "answer": answer, "source": source, "note": note}
    rule = run(_add(state_of(context).data_dir, {**wanted, "when": {**when, "always": always}}))
    if as_json:
        print_json(rule)
    else:
        say(f"{rule['id']}  {_told(rule)}")


@group.command("list")
def list_all(
    context: typer.Context,
    answer: Annotated[str | None, typer.Option("--answer", metavar="ID", help="Only of this answer.")] = None,
    as_json: Json = False,
) -> None:
    """List the rules, the oldest first."""
    body = run(_list(state_of(context).data_dir, answer))
    if as_json:
        print_json(body)
    elif not body["rules"]:
        say("There is no rule yet. Make one: cuecard rule add pin ANSWER --contains WORDS")
    for rule in () if as_json else body["rules"]:
        say(f"{rule['id']}  {_told(rule)}")
        say(f"    by {rule['by']} on {rule['at'][:10]}" + (f": {rule['note']}" if rule["note"] else ""))


@group.command("remove")
def remove(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="ID", help="The rule's id (see rule list).")],
    as_json: Json = False,
) -> None:
    """Take a rule back."""
    body = run(_remove(state_of(context).data_dir, rule))
    if as_json:
        print_json(body)
    else:
        say(f"Removed the rule {rule}.")


def kind_of_ticket(when: dict[str, Any]) -> str:
    """Return in words for which tickets a rule holds."""
    if when["always"]:
        return "every ticket"
    fields = (
        ("contains", "containing"),
        ("tags", "tagged"),
        ("helpdesks", "in"),
        ("sites", "at"),
        ("languages", "in the language"),
    )
    told = [f"{words} {' or '.join(when[name])}" for name, words in fields if when[name]]
    return f"tickets {', '.join(told)}"


def _told(rule: dict[str, Any]) -> str:
    return f"{rule['action']} {rule['title']} ({rule['source']}) for {kind_of_ticket(rule['when'])}"


async def _add(data_dir: Path, rule: dict[str, Any]) -> dict[str, Any]:
    from sidecar.commands.connection import ApiFailed, connected

    async with connected(data_dir) as api:
        try:
            return dict(await api.post("/v1/rules", rule))
        except ApiFailed as error:
            if not error.details:
                raise
            raise WrongUsage("; ".join(detail["message"] for detail in error.details)) from None


async def _list(data_dir: Path, answer: str | None) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.get("/v1/rules", answer_id=answer))


async def _remove(data_dir: Path, rule: str) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.delete(f"/v1/rules/{quote(rule, safe='')}"))
