"""The published matrix, `tests/editors/EDITORS.md`: from the same data that the browser tests hold true.

`python -m tests.browser.harness.matrix_page` (`make editors`) writes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.browser.harness.places import EDITORS, PAGE, TESTS, read_json

BROWSERS = {"chromium": "Chromium", "firefox": "Firefox"}
# The columns: where an answer goes, how it is taken back, what arrives of it.
PLACES = {"caret": "caret", "selection": "selection", "empty": "empty", "twice": "twice"}
UNDO = {"undo": "undo", "typing": "typing"}
FORMATTING = {"paragraphs": "lines", "bold": "bold", "link": "link", "list": "list", "image": "image"}
COLUMNS = {**PLACES, **UNDO, **FORMATTING}
AS_TEXT = ("bold", "link", "list")
TEMPLATE = EDITORS / "EDITORS.in.md"


@dataclass(frozen=True)
class Editor:
    """One editor of the matrix, as `editors.json` has it.

    `note` says how it is set up; `package` is the npm package whose version is shown; `plain` says that it
    holds text only; `limits` are the columns that it cannot do, with the reason, for both browsers or each.
    """

    title: str
    note: str = ""
    package: str | None = None
    plain: bool = False
    limits: dict[str, str | dict[str, str]] = field(default_factory=dict)

    def limits_in(self, browser: str) -> dict[str, str]:
        """By column, why this browser's row has no tick."""
        said = {
            column: why if isinstance(why, str) else why.get(browser) for column, why in self.limits.items()
        }
        return {column: why for column, why in said.items() if why}


def editors() -> dict[str, Editor]:
    """The editors in the order of the page, by the name of their test page."""
    return {name: Editor(**about) for name, about in read_json(EDITORS / "editors.json").items()}


def page() -> str:
    """The whole page as Markdown."""
    versions = json.loads((TESTS / "package.json").read_text("utf-8"))["devDependencies"]
    reasons: list[str] = []
    rows = [_row(editor, versions, browser, reasons) for editor in editors().values() for browser in BROWSERS]
    head = ["editor", "", *COLUMNS.values()]
    table = [_line(head), _line(["---"] * len(head)), *rows]
    notes = [f"{number}. {why}" for number, why in enumerate(reasons, 1)]
    places = [f"| {about['title']} | ✓ | ✓ |" for about in read_json(EDITORS / "places.json").values()]
    place_table = ["| the reply editor stands in | Chromium | Firefox |", "|---|---|---|", *places]
    return TEMPLATE.read_text("utf-8").format(
        matrix="\n".join(table), notes="\n".join(notes), places="\n".join(place_table)
    )


def _row(editor: Editor, versions: dict[str, str], browser: str, reasons: list[str]) -> str:
    version = versions[editor.package].rpartition("@")[2] if editor.package else ""
    limits = editor.limits_in(browser)
    cells = []
    for column in COLUMNS:
        if column in limits:
            if limits[column] not in reasons:
                reasons.append(limits[column])
            cells.append(f"–<sup>{reasons.index(limits[column]) + 1}</sup>")
        elif editor.plain and column == "image":
            cells.append("–")
        else:
            cells.append("text" if editor.plain and column in AS_TEXT else "✓")
    name = f"{editor.title} {version}".strip() + (f", {editor.note}" if editor.note else "")
    return _line([name, BROWSERS[browser], *cells])


def _line(cells: list[Any]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
