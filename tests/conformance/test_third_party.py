"""A connector of somebody else's: the template, installed as a package of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

TEMPLATE = REPOSITORY / "connectors" / "template"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the package was installed to, by pip, from a copy: building writes beside its source."""
    folder = tmp_path_factory.mktemp("third-party")
    source = Path(shutil.copytree(TEMPLATE, folder / "source"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    target = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(source)], check=True)
    return target


def _environment(installed: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), str(REPOSITORY)])}


def test_it_is_a_source_like_any_other(installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sidecar", "--data-dir", str(tmp_path / "data"), "source"]
    listed = subprocess.run(
        [*command, "types", "--json"], env=_environment(installed), check=True, capture_output=True
    )
    types = {item["id"]: item for item in json.loads(listed.stdout)["types"]}
    assert types["notes"]["title"] == "Notes server"
    assert types["notes"]["settings"]["properties"]["token"]["writeOnly"] is True
    refused = subprocess.run(
        [*command, "add", "notes", "--name", "our notes", "--set", "address=http://127.0.0.1:1"],
        env=_environment(installed),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 2
    assert "CUECARD_SECRET_OUR_NOTES_TOKEN" in refused.stderr


def test_its_own_tests_pass_with_the_kit(installed: Path, tmp_path: Path) -> None:
    tests = Path(shutil.copytree(TEMPLATE / "tests", tmp_path / "tests"))
    # As in its author's checkout: nothing of this repository's configuration is there.
    options = [
        "-q",
        "-W",
        "error",
        "-o",
        "asyncio_default_fixture_loop_scope=function",
        "--rootdir",
        str(tests),
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tests)],
        env=_environment(installed),
        cwd=tests,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "skipped" not in ran.stdout.splitlines()[-1], ran.stdout
