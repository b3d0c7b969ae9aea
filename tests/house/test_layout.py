"""The house keeps its shape: folders as designed, files small, no unsafe ways of writing HTML."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.conftest import REPOSITORY

TOP_LEVEL = {"extension", "sidecar", "connectors", "tests", ".ci"}
LONGEST = 400


def tracked(*patterns: str) -> list[str]:
    """Files git knows or would take, relative to the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted({name for name in listing.stdout.splitlines() if (REPOSITORY / name).is_file()})


def test_top_level_folders_are_the_designed_ones() -> None:
    assert {name.split("/")[0] for name in tracked() if "/" in name} <= TOP_LEVEL


@pytest.mark.parametrize("name", tracked("sidecar/*.py", "connectors/*.py", "extension/*.js"))
def test_file_is_small_and_says_what_it_is(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    assert text.startswith(('"""', "//", "/*")), "the first lines say what the file is"


@pytest.mark.parametrize("name", tracked("extension/*.js", "sidecar/*.js", ":!*/vendor/*"))
def test_script_never_writes_markup(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert not re.search(r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML\(|document\.write\(", text)
