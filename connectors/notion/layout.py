"""How a Notion export is laid out: a folder `Export-…` around everything, parts as zips beside each other."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from connectors.parsing.bundle import Layout

_ROOT = re.compile(r"Export-[0-9a-f-]{36}(?:-Part-\d+)?|Part-\d+")


def _is_part(name: str) -> bool:
    """Whether a zip within is a part of the export rather than a file somebody attached to a page."""
    return "/" not in name.strip("/") and _ROOT.fullmatch(PurePosixPath(name).stem) is not None


def _name(written: str) -> str:
    """Return a path within the workspace, without the folder every export has."""
    parts = written.split("/")
    while len(parts) > 1 and _ROOT.fullmatch(parts[0]):
        parts = parts[1:]
    return "" if parts == ["index.html"] else "/".join(parts)


LAYOUT = Layout("Notion", (".md", ".html", ".csv"), _name, _is_part)
