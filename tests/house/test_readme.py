"""What the README tells people to type exists, and the pictures it shows are there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from sidecar.cli import app
from tests.benchmarks.figures.rows import QUALITY, speed_rows
from tests.benchmarks.figures.table import cells
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def commands_shown() -> list[str]:
    """Every line of a shell block that calls `cuecard`, continuation lines joined, comments removed."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", README, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.split(" #")[0].strip() for line in lines if line.strip().startswith("cuecard")]


def subcommands(command: Any) -> dict[str, Any]:
    """The commands below a group (typer brings its own copy of click, whose types are not public)."""
    return getattr(command, "commands", {})


def walk(command: Any, words: list[str]) -> Iterator[str]:
    """Follow a command line through the command tree and yield what does not exist."""
    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    for position, word in enumerate(words):
        if word.startswith("-"):
            if word.split("=")[0] not in known | {"--help"}:
                yield f"{command.name}: no option {word}"
        elif subcommands(command):
            takes_value = position > 0 and words[position - 1].startswith("--")
            child = subcommands(command).get(word)
            if child is not None:
                yield from walk(child, words[position + 1 :])
                return
            if not takes_value:
                yield f"{command.name}: no command {word}"


@pytest.mark.parametrize("line", commands_shown())
def test_command_in_readme_exists(line: str) -> None:
    root = typer.main.get_command(app)
    assert list(walk(root, shlex.split(line)[1:])) == []


def test_readme_shows_commands() -> None:
    assert len(commands_shown()) >= 8


def test_every_command_is_in_the_readme() -> None:
    root = typer.main.get_command(app)
    missing = [name for name in subcommands(root) if f"cuecard {name}" not in README]
    assert missing == []


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z-]+)", README))))
def test_make_target_in_readme_exists(target: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("picture", re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README))
def test_picture_in_readme_is_there(picture: str) -> None:
    assert (REPOSITORY / picture).is_file()


def test_links_in_readme_resolve() -> None:
    links = re.findall(r"(?<!!)\[[^\]]+\]\((?!https?:|#)([^)#]+)", README)
    assert [link for link in links if not Path(REPOSITORY / link).exists()] == []


def test_table_of_figures_has_the_rows_that_the_command_prints() -> None:
    shown = cells(README)
    large = 100_000 if len(shown) > len(QUALITY) + 1 else None
    rows = (*QUALITY, *speed_rows([large] if large else []))
    assert [(name, how) for name, *_, how in shown] == [(row.name, row.how) for row in rows]


def test_every_figure_of_the_table_was_measured() -> None:
    measured = {name: (words, vectors) for name, words, vectors, _ in cells(README)}
    missing = [
        row.name
        for row in QUALITY
        if not re.search(r"\d", measured[row.name][0])
        or (row.vectors is not None and not re.search(r"\d", measured[row.name][1]))
    ]
    assert missing == []
