"""Generations of the index on disk: what they were built with, which one counts, and how one takes over.

A generation is a folder with a manifest. `current` names the one that counts; it is replaced in one step,
so a process killed anywhere leaves the old or the new one, never a half. All of it is disposable.
"""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from sidecar.search.protocol import Counts, Position
from sidecar.search.rows import fingerprint

_CURRENT = "current"
_MANIFEST = "manifest.json"
_STATE = "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """What the last commit reached: the position in the outbox, and how many rows there were."""

    position: Position = field(default_factory=Position)
    counts: Counts = field(default_factory=Counts)


def current(root: Path) -> Path | None:
    """Return the folder of the generation that counts, or `None` if there is none that can be used."""
    try:
        name = (root / _CURRENT).read_text(encoding="utf-8").strip()
        folder = root / name
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return folder if name and manifest == _manifest() else None


def begin(root: Path) -> Path:
    """Make a new, empty generation that does not count yet."""
    folder = root / f"generation-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    write_text(folder / _MANIFEST, json.dumps(_manifest(), indent=1))
    write_state(folder, State())
    return folder


def promote(root: Path, folder: Path) -> None:
    """Let a generation count from now on."""
    write_text(root / _CURRENT, folder.name)


def sweep(root: Path) -> None:
    """Remove every generation but the one that counts; what is still open elsewhere goes the next time."""
    keep = current(root)
    for folder in root.glob("generation-*"):
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


def read_state(folder: Path) -> State:
    """Return what the last commit of a generation reached; nothing if the file is missing or damaged."""
    try:
        raw = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        return State(Position(**raw["position"]), Counts(**raw["counts"]))
    except (OSError, ValueError, TypeError, KeyError):
        return State()


def write_state(folder: Path, state: State) -> None:
    """Record what a commit reached. A crash before this replays a little, which changes nothing."""
    write_text(folder / _STATE, json.dumps(asdict(state)))


def _manifest() -> dict[str, str]:
    return {"built_with": fingerprint(), "tantivy": version("tantivy")}


def write_text(path: Path, text: str) -> None:
    """Put a text in the place of a small file: whoever reads it finds the old one or the new one."""
    aside = path.with_name(path.name + ".new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
