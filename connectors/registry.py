"""Which connectors are installed. Built-in and third-party ones register alike, as entry points.

Listing them imports none; one that cannot be imported is a row with the reason, and the others still work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from connectors.contract import ConfigInvalid, Connector, Manifest

GROUP = "cuecard.connectors"
API_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered connector.

    `manifest` is there after `described`; `error` says why the connector cannot be used and what to do.
    """

    id: str
    module: str
    distribution: str
    manifest: Manifest[Any] | None = None
    error: str | None = None


def available() -> dict[str, Entry]:
    """Return all registered connectors by id, without importing any."""
    entries: dict[str, Entry] = {}
    for point in sorted(_points(), key=_distribution):
        entry = Entry(point.name, point.value, _distribution(point))
        known = entries.get(point.name)
        if known and known.module != entry.module:
            others = f"{known.distribution} and {entry.distribution}"
            entry = replace(known, error=f"{others} both register '{point.name}': uninstall one of them.")
        entries[point.name] = entry
    return dict(sorted(entries.items()))


def described() -> dict[str, Entry]:
    """Return all registered connectors by id with their manifests; imports them."""
    return {id_: _described(entry) for id_, entry in available().items()}


def load(id_: str) -> type[Connector[Any]]:
    """Return the class of a connector.

    Raises:
        ConfigInvalid: if there is none of that id, or it cannot be used; the message says what to do.
    """
    entries = available()
    if id_ not in entries:
        raise ConfigInvalid(f"There is no source type '{id_}'. Installed are: {', '.join(entries)}.")
    if error := entries[id_].error:
        raise ConfigInvalid(error)
    entry = entries[id_]
    try:
        loaded = EntryPoint(id_, entry.module, GROUP).load()
    except Exception as failure:
        # Third-party code runs here: whatever it raises concerns this connector alone.
        raise ConfigInvalid(
            f"The connector '{id_}' of {entry.distribution} cannot be loaded "
            f"({type(failure).__name__}: {failure}): update or reinstall it."
        ) from failure
    if reason := _unfit(id_, loaded):
        raise ConfigInvalid(f"The connector '{id_}' of {entry.distribution} {reason}")
    connector: type[Connector[Any]] = loaded
    return connector


def _described(entry: Entry) -> Entry:
    if entry.error:
        return entry
    try:
        return replace(entry, manifest=load(entry.id).manifest)
    except ConfigInvalid as error:
        return replace(entry, error=str(error))


def _unfit(id_: str, loaded: object) -> str | None:
    if not (isinstance(loaded, type) and issubclass(loaded, Connector)):
        return "is not a connector class: ask its author."
    manifest = getattr(loaded, "manifest", None)
    if not isinstance(manifest, Manifest):
        return "has no manifest: ask its author."
    if manifest.id != id_:
        return f"calls itself '{manifest.id}' in its manifest: ask its author."
    if manifest.api_version > API_VERSION:
        return f"needs connector API {manifest.api_version}, this is {API_VERSION}: update Cuecard."
    return None


def _points() -> list[EntryPoint]:
    return list(entry_points(group=GROUP))


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "an unnamed package"
