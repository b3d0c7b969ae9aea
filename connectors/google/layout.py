"""How Google lays out its exports: a Takeout (`Takeout/Drive/...`, in parts), or a download from Drive."""

from __future__ import annotations

import re

from connectors.parsing.bundle import Layout
from connectors.parsing.formats import FORMATS

#: What Takeout writes beside a document: what Drive knows of it.
INFO = "-info.json"
_COMMENTS = "-comments.html"
#: The folder of a Takeout that holds Drive's documents, as it is called in Google's languages.
_DRIVE = {"drive", "google drive", "диск", "google диск", "ドライブ", "드라이브", "云端硬盘", "雲端硬碟"}
_PART = re.compile(r"(?:takeout|drive-download)-.*\.zip", re.IGNORECASE)
_MOST = 100_000_000


def _name(written: str) -> str:
    """Return a document's path within Drive; `""` for comments, pictures, and what is not Drive's."""
    parts = written.split("/")
    if parts[0] == "Takeout":
        if len(parts) < 3 or parts[1].casefold() not in _DRIVE:  # noqa: PLR2004 - Takeout, Drive, the document
            return ""
        parts = parts[2:]
    is_asset = len(parts) > 1 and parts[-2] == "images" and not parts[-1].endswith(".html")
    return "" if is_asset or parts[-1].endswith(_COMMENTS) else "/".join(parts)


def _is_part(name: str) -> bool:
    return _PART.fullmatch(name) is not None


LAYOUT = Layout("Google", (*FORMATS, INFO), _name, _is_part, _MOST)
