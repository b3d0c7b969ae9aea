"""Measures every row of the README's table on all tickets and prints it, plain and as Markdown.

    python -m tests.benchmarks.figures                     # half an hour on one core
    python -m tests.benchmarks.figures --passages 100000   # the speed at as many passages, too: minutes more
    python -m tests.benchmarks.figures --only stream       # these rows anew, the others as measured last
    python -m tests.benchmarks.figures --write             # puts the table into the README as well

The data lie in `labelled` of the folder that CUECARD_TEST_DATA names; CUECARD_GERMAN_FAQS may name
`data/faqs/faq_200327.tsv` of deepset-ai/COVID-QA. Sentence models come from PyPI; where they cannot be
fetched, the rows are measured with words alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.figures.row import Bench, Row
from tests.benchmarks.figures.rows import QUALITY, speed_rows
from tests.benchmarks.figures.table import Results, into, markdown, one, plain
from tests.benchmarks.figures.vectors import Fitted, Unavailable, fitted
from tests.conftest import REPOSITORY

_README = REPOSITORY / "README.md"
_LAST = REPOSITORY / "tests" / "output" / "figures.json"


def main() -> None:
    """Measure and print."""
    told = _arguments()
    rows = (*QUALITY, *speed_rows(told.passages))
    results = _last() if told.only else Results()
    with tempfile.TemporaryDirectory(prefix="cuecard-figures-") as scratch:
        bench = Bench(_data() / "labelled", Path(scratch), told.sample)
        for row in rows:
            if not told.only or any(part.lower() in row.name.lower() for part in told.only):
                asyncio.run(_measure(row, bench, results))
                if told.sample is None:
                    _keep(results)
    table = markdown(rows, results)
    print(f"\n{plain(rows, results)}\n\n{table}")
    if told.sample is not None:
        print(f"\nA SAMPLE of {told.sample} tickets a row: not for the README.")
    elif told.write:
        _README.write_text(into(_README.read_text("utf-8"), table), encoding="utf-8")


async def _measure(row: Row, bench: Bench, results: Results) -> None:
    started = time.process_time()
    results.words[row.name] = (await row.measure(bench, None)).values
    vectors = _vectors(row, bench)
    if vectors is not None and row.vectors is not None:
        results.told[row.vectors] = vectors.told
        results.vectors[row.name] = (await row.measure(bench, vectors.folder)).values
    print(f"{one(row, results)}\n    [{time.process_time() - started:.0f} s]", file=sys.stderr, flush=True)


def _vectors(row: Row, bench: Bench) -> Fitted | None:
    if row.vectors is None:
        return None
    try:
        return fitted(row.vectors, bench)
    except Unavailable as missing:
        print(f"NO WORD VECTORS for {row.name!r}: {missing}", file=sys.stderr, flush=True)
        return None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="*", default=[], help="sizes to measure speed at, too")
    parser.add_argument("--only", nargs="*", default=[], help="rows to measure, by any part of their name")
    parser.add_argument("--sample", type=int, help="tickets a row, to try the command out")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    return parser.parse_args()


def _data() -> Path:
    folder = Path(os.environ.get("CUECARD_TEST_DATA") or REPOSITORY / "../shared/data")
    folder = folder if folder.is_absolute() else REPOSITORY / folder
    if not (folder / "labelled").is_dir():
        sys.exit(
            f"The labelled data are missing: set CUECARD_TEST_DATA to their folder (looked in {folder})."
        )
    return folder.resolve()


def _keep(results: Results) -> None:
    _LAST.parent.mkdir(parents=True, exist_ok=True)
    _LAST.write_text(json.dumps(asdict(results), indent=1), encoding="utf-8")


def _last() -> Results:
    return Results(**json.loads(_LAST.read_text("utf-8"))) if _LAST.is_file() else Results()


if __name__ == "__main__":
    main()
