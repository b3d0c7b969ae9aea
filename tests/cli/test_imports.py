"""A command beside a running server asks it over HTTP: it loads no store, no search engine, no web pages."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk, Done

#: Each takes a tenth of a second and more to load, and only the server needs it.
HEAVY = {"sqlalchemy", "alembic", "tantivy", "numpy", "lxml", "jinja2", "fasttext", "nh3", "pyromark"}


def _imported(done: Done) -> set[str]:
    """Return the packages that a command loaded, as the interpreter itself lists them."""
    assert done.code == 0, done.err
    lines = (line for line in done.err.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["extension"], ["source", "--help"]])
def test_a_command_without_a_server_loads_little(desk: Desk, command: list[str]) -> None:
    imported = _imported(desk.run(*command, PYTHONPROFILEIMPORTTIME="1"))
    assert "sidecar" in imported
    assert imported & (HEAVY | {"aiohttp"}) == set()


def test_a_command_beside_a_server_loads_little(desk: Desk) -> None:
    desk.stock()
    with desk.serving("--port", "0"):
        for command in (["search", "Norway"], ["suggest", "--text", "Norway?"], ["sync"]):
            imported = _imported(desk.run(*command, PYTHONPROFILEIMPORTTIME="1"))
            assert "aiohttp" in imported
            assert imported & HEAVY == set(), command


def test_a_command_by_itself_loads_the_server(desk: Desk) -> None:
    desk.stock()
    imported = _imported(desk.run("search", "Norway", PYTHONPROFILEIMPORTTIME="1"))
    assert {"sqlalchemy", "tantivy"} <= imported
    assert imported & {"onnxruntime", "tokenizers"} == set(), "only building word vectors needs a model"
