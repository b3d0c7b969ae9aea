"""`cuecard extension`: the folder to load unpacked, and the packages for the stores."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.output import note, say
from sidecar.commands.state import Failed, explained
from sidecar.web.extension_folder import extension_folder

#: Every entry of a package bears the oldest date that zip knows, so that the same files make the same
#: package.
_DATE = (1980, 1, 1, 0, 0, 0)
_CHROME_PERMISSIONS = {"offscreen", "sidePanel"}
_LEFT_OUT = {".DS_Store", "Thumbs.db", "__pycache__", "node_modules"}


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("extension")(extension)


def extension(
    zip_into: Annotated[
        Path | None,
        typer.Option("--zip", metavar="DIR", help="Write the packages for the stores into this folder."),
    ] = None,
) -> None:
    """Print the folder of the browser extension, to be loaded unpacked."""
    with explained():
        folder = extension_folder()
        if folder is None:
            raise Failed("The extension's folder is missing from this installation: install Cuecard again.")
        if zip_into is None:
            say(str(folder))
            note(
                "Chrome: chrome://extensions, Developer mode, Load unpacked. "
                "Firefox: about:debugging, Load Temporary Add-on."
            )
            return
        for package in write_packages(folder, zip_into):
            say(str(package))


def write_packages(folder: Path, into: Path) -> list[Path]:
    """Write the Chrome and the Firefox package; the same files always make the same bytes.

    Raises:
        Failed: the folder cannot be written.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    version = manifest["version"]
    try:
        into.mkdir(parents=True, exist_ok=True)
        return [
            _write(folder, into / f"cuecard-{name}-{version}.zip", change(manifest))
            for name, change in (("chrome", for_chrome), ("firefox", for_firefox))
        ]
    except OSError as error:
        raise Failed(f"The packages cannot be written into {into}: {error.strerror or error}.") from error


def for_chrome(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest as the Chrome Web Store takes it: without a key and what only Firefox knows."""
    kept = _without(manifest, "key", "browser_specific_settings", "sidebar_action")
    kept["background"] = _without(manifest.get("background", {}), "scripts", "preferred_environment")
    return kept


def for_firefox(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest as addons.mozilla.org takes it: without a key and what only Chrome knows."""
    kept = _without(manifest, "key", "minimum_chrome_version", "side_panel")
    kept["background"] = _without(manifest.get("background", {}), "service_worker")
    if "permissions" in kept:
        kept["permissions"] = [name for name in kept["permissions"] if name not in _CHROME_PERMISSIONS]
    return kept


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _write(folder: Path, package: Path, manifest: dict[str, Any]) -> Path:
    def belongs(path: Path) -> bool:
        parts = path.relative_to(folder).parts
        named = any(part in _LEFT_OUT or part.startswith(".") for part in parts)
        return path.is_file() and path.suffix != ".md" and not named

    by_name: Callable[[Path], str] = lambda path: path.relative_to(folder).as_posix()  # noqa: E731 - used twice
    with zipfile.ZipFile(package, "w") as archive:
        for path in sorted(filter(belongs, folder.rglob("*")), key=by_name):
            name = by_name(path)
            content = path.read_bytes()
            if name == "manifest.json":
                content = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every platform
            archive.writestr(entry, content)
    return package
