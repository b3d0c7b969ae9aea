"""Where the browser extension lies that belongs to this installation."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def extension_folder() -> Path | None:
    """Return the folder to load unpacked, of the checkout or the installed package; `None` if missing."""
    for folder in (_PACKAGE.parent / "extension", _PACKAGE / "_extension"):
        if (folder / "manifest.json").is_file():
            return folder
    return None
