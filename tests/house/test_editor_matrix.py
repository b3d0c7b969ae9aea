"""The published matrix of editors says what the browser tests hold true, and names every editor page."""

from __future__ import annotations

from tests.browser.harness.matrix_page import COLUMNS, editors, page
from tests.browser.harness.places import EDITORS, PAGE, editor_names, read_json
from tests.conftest import REPOSITORY


def test_the_page_is_what_the_data_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "write it anew with `make editors`"


def test_every_editor_page_is_in_the_matrix() -> None:
    assert sorted(editors()) == editor_names()


def test_limits_are_of_columns_and_have_a_reason() -> None:
    for name, editor in editors().items():
        assert set(editor.limits) <= set(COLUMNS), name
        assert all(editor.limits.values()), name


def test_every_place_has_a_page() -> None:
    pages = {path.stem for path in (EDITORS / "places").glob("*.js")} - {"editor"}
    assert {about["page"] for about in read_json(EDITORS / "places.json").values()} <= pages


def test_the_readme_links_to_it() -> None:
    path = PAGE.relative_to(REPOSITORY).as_posix()
    assert f"({path})" in (REPOSITORY / "README.md").read_text("utf-8")
