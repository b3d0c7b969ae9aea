"""`cuecard`: the command line. `sidecar.commands` has what they do, a module per subject."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sidecar import __version__
from sidecar.commands import (
    evaluating,
    extension,
    helpdesks,
    knowledge,
    learning,
    learning_settings,
    pairing,
    recordings,
    rules,
    semantic,
    serve,
    source_runs,
    sources,
    synonyms,
    tokens,
    upkeep,
)
from sidecar.commands.output import make_streams_tolerant
from sidecar.commands.state import State
from sidecar.settings import data_folder

app = typer.Typer(
    name="cuecard",
    help="Puts the right answer next to the ticket a support agent has open.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cuecard {__version__}")
        raise typer.Exit


@app.callback()
def _global_options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            envvar="CUECARD_DATA_DIR",
            metavar="DIR",
            help="Where Cuecard keeps its data. Unless told, the data folder of this platform.",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    del version  # its callback has done it
    context.obj = State(data_dir=data_folder(data_dir), data_dir_told=data_dir is not None)


for _module in (
    serve,
    source_runs,
    recordings,
    sources,
    knowledge,
    learning,
    learning_settings,
    rules,
    semantic,
    synonyms,
    evaluating,
    tokens,
    pairing,
    extension,
    helpdesks,
    upkeep,
):
    _module.add_to(app)


def global_options_first(arguments: list[str]) -> list[str]:
    """Return the arguments with `--data-dir DIR` at the front: it may stand behind the command, too."""
    front: list[str] = []
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            return [*front, *rest, argument, *given]
        if argument == "--data-dir":
            front += [argument, *[value for value in [next(given, None)] if value is not None]]
        elif argument.startswith("--data-dir="):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process with 0 (done), 1 (failed) or 2 (wrong usage)."""
    make_streams_tolerant()
    app(args=global_options_first(sys.argv[1:] if arguments is None else arguments), prog_name="cuecard")
