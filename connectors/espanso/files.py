"""Which files of an Espanso folder hold matches: match sets, what they import, and installed packages.

As https://espanso.org/docs/matches/organizing-matches/ says: every YAML file below `match/` counts, but one
whose name begins with `_` only where another imports it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.contract import ParseFailed, SourceUnavailable
from connectors.entries import read_bytes, unavailable
from connectors.parsing import yaml_text
from connectors.parsing.decode import decode
from connectors.parsing.walk import is_leftover, is_within

_SUFFIXES = (".yml", ".yaml")
_MOST_FILES = 2000
_MOST_BYTES = 10_000_000
_VERSION = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class MatchSet:
    """One file: its path below the root, and what it says; `problem` says why it cannot be read."""

    name: str
    said: dict[str, Any]
    problem: str | None = None


def match_sets(path: Path) -> list[MatchSet]:
    """Return the files that hold matches, with what they import, in the order of their names.

    Args:
        path: Espanso's configuration folder, its `match` folder, a package, or one file.

    Raises:
        SourceUnavailable: naming what to do, if there is nothing of the kind.
    """
    try:
        root, files = _files(path)
    except OSError as error:
        raise unavailable(path, error) from error
    read: dict[str, MatchSet] = {}
    pending = list(files)
    while pending and len(read) < _MOST_FILES:
        file = pending.pop(0)
        name = os.path.relpath(file, root).replace(os.sep, "/")
        if name not in read:
            read[name] = _read(file, name)
            pending += _imports(read, name, file, root)
    return [read[name] for name in sorted(read)]


def _files(path: Path) -> tuple[Path, list[Path]]:
    if path.is_dir():
        root = path / "match" if (path / "match").is_dir() else path
        found = [file for file in _below(root) if not file.name.startswith("_")]
        return root, list(_newest(found))
    path.stat()
    if path.suffix.lower() not in _SUFFIXES:
        raise SourceUnavailable(f"{path.name} is no match file of Espanso: those end in .yml.")
    return path.parent, [path]


def _below(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not is_leftover(name))
        for name in sorted(names):
            file = Path(folder, name)
            if (
                file.suffix.lower() in _SUFFIXES
                and not is_leftover(name)
                and is_within(str(file), os.path.realpath(root))
            ):
                yield file


def _newest(files: list[Path]) -> Iterator[Path]:
    """Pass over older versions of a package that lie beside each other, as in Espanso's hub."""
    best: dict[Path, tuple[int, ...]] = {}
    for file in files:
        if _VERSION.fullmatch(file.parent.name):
            best[file.parent.parent] = max(best.get(file.parent.parent, ()), _number(file.parent.name))
    for file in files:
        versions = best.get(file.parent.parent)
        if (
            versions is None
            or not _VERSION.fullmatch(file.parent.name)
            or _number(file.parent.name) == versions
        ):
            yield file


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _read(file: Path, name: str) -> MatchSet:
    try:
        said = yaml_text.load(decode(read_bytes(file, most=_MOST_BYTES)))
    except yaml_text.YamlInvalid as error:
        return MatchSet(name, {}, f"Line {error.line}: {error}.")
    except (ParseFailed, SourceUnavailable) as error:
        return MatchSet(name, {}, str(error))
    if not said:
        return MatchSet(name, {})
    if not isinstance(said, dict):
        return MatchSet(name, {}, "This is no match set: it must begin with `matches:`.")
    return MatchSet(name, said)


def _imports(read: dict[str, MatchSet], name: str, file: Path, root: Path) -> list[Path]:
    """Return the files that a match set imports; one outside of the folder is named and not read."""
    listed = read[name].said.get("imports")
    found = []
    for written in listed if isinstance(listed, list) else []:
        wanted = Path(os.path.normpath(file.parent / str(written)))
        if not is_within(str(wanted), os.path.realpath(root)):
            outside = f"{written} lies outside of the folder: add it as a source of its own."
            read[f"{name} imports {written}"] = MatchSet(f"{name} imports {written}", {"outside": outside})
        elif wanted.suffix.lower() in _SUFFIXES:
            found.append(wanted)
    return found
