"""Reads large sources through the real host, and holds memory and time to bars.

    python -m tests.soak [wiki|confluence|folder|answers ...] [--scale 1.0]

The scale makes everything smaller for a try; the bars hold at 1.0, that is a dump of 2 GB, a space export of
1 GB, a folder of 100,000 files, and half a million documents in a whole sidecar.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from connectors import registry
from sidecar.knowledge import sources
from sidecar.knowledge.database import open_database
from sidecar.sync.host import Host
from sidecar.sync.summary import Summary
from tests.soak import answers as half_a_million
from tests.soak import sources as making
from tests.soak.watch import Watch

#: The most that a run over a source of any size may hold, in bytes.
MOST_MEMORY = 400_000_000
#: The same of a whole sidecar that answers meanwhile, whose index lies in memory as far as there is room.
MOST_WITH_INDEX = 1_500_000_000
_GB = 1e9


def main() -> int:
    """Run what is asked for; return 1 if a bar was missed."""
    asking = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asking.add_argument("names", nargs="*", choices=[*RUNS, []], help="all unless told")
    asking.add_argument("--scale", type=float, default=1.0)
    asked = asking.parse_args()
    missed = 0
    for name in asked.names or RUNS:
        with tempfile.TemporaryDirectory(prefix="cuecard-soak-") as place:
            missed += 0 if RUNS[name](Path(place), asked.scale) else 1
    return 1 if missed else 0


def wiki(place: Path, scale: float) -> bool:
    """A MediaWiki dump of 2 GB: 40,000 pages of 5 kB with ten versions each."""
    size = making.mediawiki_dump(place / "dump.xml", int(40_000 * scale), 10, 5_000)
    print(f"MediaWiki dump of {size / _GB:.2f} GB ...", flush=True)
    return _read_twice(place, "mediawiki", {"path": str(place / "dump.xml")})


def confluence(place: Path, scale: float) -> bool:
    """A Confluence export of 1 GB: 20,000 pages of 5 kB with ten versions each."""
    size = making.confluence_export(place / "entities.xml", int(20_000 * scale), 10, 5_000)
    print(f"Confluence export of {size / _GB:.2f} GB ...", flush=True)
    return _read_twice(place, "confluence", {"path": str(place / "entities.xml")})


def folder(place: Path, scale: float) -> bool:
    """A folder of 100,000 files."""
    files = int(100_000 * scale)
    making.folder(place / "files", files)
    print(f"Folder of {files} files ...", flush=True)
    return _read_twice(place, "folder", {"path": str(place / "files")})


def answers(place: Path, scale: float) -> bool:
    """Half a million short documents in a whole sidecar: cut off, gone on with, and looked at by an admin."""
    files = int(500_000 * scale)
    making.short_documents(place / "files", files)
    print(f"{files} short documents in a sidecar ...", flush=True)
    with Watch() as watch:
        found = asyncio.run(half_a_million.read_and_look(place, place / "files", files))
    print(f"  {watch.told()}; {files / watch.seconds:.0f} documents/s, each of them searchable", flush=True)
    print(
        f"  cut off at {found.cut_at}, then {found.stored} more and {found.read_again} unchanged", flush=True
    )
    for name, took in found.pages.items():
        print(f"  {name}: {took:.0f} ms", flush=True)
    whole = found.stored + found.read_again == files and found.read_again >= found.cut_at
    quick = max(found.pages.values()) <= half_a_million.MOST_MS
    small = watch.own <= MOST_WITH_INDEX
    print(f"  memory: {'holds' if small else 'misses'} the bar of {MOST_WITH_INDEX / 1e6:.0f} MB", flush=True)
    return whole and quick and small


RUNS: dict[str, Callable[[Path, float], bool]] = {
    "wiki": wiki,
    "confluence": confluence,
    "folder": folder,
    "answers": answers,
}


def _read_twice(place: Path, kind: str, config: dict[str, str]) -> bool:
    """Read a source into a new database, and once more unchanged."""
    with Watch() as first:
        summary = asyncio.run(_sync(place, kind, config))
    print(f"  first: {first.told()}; {summary.added / first.seconds:.0f} documents/s", flush=True)
    with Watch() as second:
        again = asyncio.run(_sync(place, kind, config))
    print(f"  unchanged: {second.told()}", flush=True)
    whole = summary.error is None and not summary.failed and again.unchanged == summary.added > 0
    if not whole:
        print(f"  not whole: {summary.error} {summary.failed[:3]} {again.unchanged} of {summary.added}")
    small = max(first.own, second.own) <= MOST_MEMORY
    print(f"  memory: {'holds' if small else 'misses'} the bar of {MOST_MEMORY / 1e6:.0f} MB", flush=True)
    return whole and small


async def _sync(place: Path, kind: str, config: dict[str, str]) -> Summary:
    database = await asyncio.to_thread(open_database, place / "knowledge.sqlite3")
    host = Host(database)
    try:
        source = await database.read(sources.get, "it")
        if source is None:
            source = await database.write(sources.add, name="it", type=kind, config=config)
        return await host.run(source, registry.load(kind))
    finally:
        await host.close()
        await asyncio.to_thread(database.close)


if __name__ == "__main__":
    if shutil.disk_usage(tempfile.gettempdir()).free < 8 * _GB:
        sys.exit("The soak runs need 8 GB of room for temporary files: set TMPDIR.")
    sys.exit(main())
