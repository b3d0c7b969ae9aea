"""The published matrix: `tests/editors/EDITORS.md`, written from the same data that the browser tests hold true.

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
TOP = """\
# Editors and places

Written by `make editors` from the data that the browser tests hold true: every cell is a test that runs in both browsers.
A limit that is no longer one fails them, too.

| column | what is checked, in the editor's own model |
|---|---|
| caret, selection | a plain and a formatted answer and one with a picture stand where the caret or the selection was; the draft around them is untouched |
| empty, twice | the answer alone in an empty editor, and typing goes on behind it; two answers one behind the other |
| undo | one Ctrl+Z takes exactly the answer out |
| typing | what was typed right before and right after is undone separately |
| lines | paragraphs and line breaks |
| bold, link, list, image | kept; *text*: the editor holds plain text, so lists get marks and links their visible address |

"""
BELOW = """\
Where something is left out, the answer is inserted without it, the whole answer is on the clipboard, and the agent is told.
A picture in a plain text is left out in the same way; its description stays.

"""
NAMELESS = """\
## Editors that nobody named

There is no list of editors to be on. An editor is handed the answer as a paste, then as a `beforeinput` event, then by the
browser's own command, then line by line as typing; after each, it is read back, and the next is tried only if nothing at all
arrived. The last three rows are editors for which nothing was done.

Read-only and disabled editors, fields whose `maxlength` is too short, and editors that take only a part or put the text back are
left alone or reported: the answer is on the clipboard, and the agent is told.

"""


@dataclass(frozen=True)
class Editor:
    """One editor of the matrix, as `editors.json` has it.

    `note` says how it is set up; `package` is the npm package whose version is shown; `plain` says that it holds text only; `limits` are the columns that
    it cannot do, with the reason, in both browsers or by browser.
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
    rows = [
        _row(editor, versions, browser, reasons) for editor in editors().values() for browser in BROWSERS
    ]
    head = ["editor", "", *COLUMNS.values()]
    table = [_line(head), _line(["---"] * len(head)), *rows]
    notes = [f"{number}. {why}" for number, why in enumerate(reasons, 1)]
    places = [f"| {about['title']} | ✓ | ✓ |" for about in read_json(EDITORS / "places.json").values()]
    place_table = ["| the reply editor stands in | Chromium | Firefox |", "|---|---|---|", *places]
    below = "\n".join([*table, "", *notes]) + "\n\n" + BELOW + NAMELESS
    return f"{TOP}{below}## Places\n\nThe whole way, with the agent's own click in the list:\n\n" + "\n".join(place_table) + "\n"


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
