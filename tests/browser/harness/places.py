"""Where the editors' test pages and their data lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[2]
EDITORS = TESTS / "editors"
PAGE = EDITORS / "EDITORS.md"


def read_json(path: Path) -> dict[str, Any]:
    """Read a file that holds one JSON object."""
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def editor_names() -> list[str]:
    """The names of all editor pages."""
    return sorted(path.stem for path in (EDITORS / "pages").glob("*.js"))
