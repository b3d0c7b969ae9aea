"""`cuecard learn`: past tickets with the answer that solved them, for a warm start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.labelled import Labelled, batches, read_labelled
from sidecar.commands.output import note, print_json, say
from sidecar.commands.progress import counting
from sidecar.commands.state import FAILED, run, state_of

#: How many bad rows are shown one by one; `--json` has all.
_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("learn")(learn)


def learn(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSONL or CSV with text, answer and, if needed, source.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at the file, learn nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> None:
    """Learn from past tickets and the answers that solved them.

    `answer` is the id of an answer, its id at its source, or its exact title.
    Learning a file twice changes nothing.
    """
    counts, skipped = run(_learn(state_of(context).data_dir, file, dry_run))
    done = {name: counts[name] for name in ("learned", "known", "skipped")}
    if as_json:
        print_json({**done, "dry_run": dry_run, "problems": skipped})
    else:
        _say(done, skipped, dry_run)
    if done["learned"] + done["known"] == 0:
        raise typer.Exit(FAILED)


def _say(done: dict[str, int], skipped: list[dict[str, Any]], dry_run: bool) -> None:
    for problem in skipped[:_SHOWN]:
        say(f"line {problem['line']}: {problem['reason']}")
    if len(skipped) > _SHOWN:
        say(f"... and {len(skipped) - _SHOWN} more; --json lists all.")
    would = "would be " if dry_run else ""
    say(f"{would}learned {done['learned']}, already known {done['known']}, skipped {done['skipped']}")
    if not any(done.values()):
        note("The file has no tickets.")


async def _learn(data_dir: Path, file: Path, dry_run: bool) -> tuple[Counter[str], list[dict[str, Any]]]:
    from sidecar.commands.connection import connected

    counts: Counter[str] = Counter()
    skipped: list[dict[str, Any]] = []
    async with connected(data_dir) as api:
        with counting(f"Learning from {file.name}") as advance:
            for batch in batches(read_labelled(file)):
                usable = [each for each in batch if each.problem is None]
                body = {"rows": [each.row for each in usable], "dry_run": dry_run}
                came = iter((await api.post("/v1/learn", body))["rows"] if usable else [])
                for row, outcome, reason in _outcomes(batch, came):
                    counts[outcome] += 1
                    if reason is not None:
                        skipped.append({"line": row.line, "reason": reason})
                advance(len(batch))
        if counts["learned"] and not dry_run:
            await api.post("/v1/learn", {"rows": [], "wait": True})
    return counts, skipped


def _outcomes(
    batch: list[Labelled], came: Iterator[dict[str, Any]]
) -> Iterator[tuple[Labelled, str, str | None]]:
    for row in batch:
        if row.problem is not None:
            yield row, "skipped", row.problem
            continue
        told = next(came)
        yield row, told["outcome"], told["reason"]
