"""`cuecard learn`: past tickets with the answer that solved them, for a warm start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.labelled import Labelled, batches, read_labelled
from sidecar.commands.output import note, print_json, say
from sidecar.commands.progress import counting
from sidecar.commands.solved.model import Case, case, size_of
from sidecar.commands.state import FAILED, run, state_of

#: How many bad rows are shown one by one; `--json` has all.
_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("learn")(learn)


def learn(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="JSONL or CSV with text, answer and, if needed, source; or a helpdesk's export of tickets.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at the file, learn nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> None:
    """Learn from past tickets and the answers that solved them.

    `answer` is the id of an answer, its id at its source, or its exact title. An export of tickets with their
    messages (Zendesk, Freshdesk, Zammad, Request Tracker, django-helpdesk, or a CSV with question and reply)
    teaches the answers that stand in the replies. Learning a file twice changes nothing.
    """
    came = run(_learn(state_of(context).data_dir, file, dry_run))
    done = {name: came.counts[name] for name in ("learned", "known", "skipped")}
    if as_json:
        told = {"reasons": dict(came.reasons.most_common()), "answers": dict(came.answers.most_common())}
        print_json(
            {**done, "dry_run": dry_run, "problems": came.problems, **(told if came.is_export else {})}
        )
    else:
        _say(done, came, dry_run=dry_run)
    if done["learned"] + done["known"] == 0:
        raise typer.Exit(FAILED)


@dataclass(slots=True)
class _Came:
    """What came of a file: tickets by outcome, by the reason why not, and by answers found in replies."""

    is_export: bool
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, Any]] = field(default_factory=list)


def _say(done: dict[str, int], came: _Came, *, dry_run: bool) -> None:
    if came.is_export:
        for reason, count in came.reasons.most_common(_SHOWN):
            say(
                f"{count} tickets teach nothing: {reason}"
                if count > 1
                else f"1 ticket teaches nothing: {reason}"
            )
        if came.problems:
            say("--json lists them one by one.")
    else:
        for problem in came.problems[:_SHOWN]:
            say(f"line {problem['line']}: {problem['reason']}")
        if len(came.problems) > _SHOWN:
            say(f"... and {len(came.problems) - _SHOWN} more; --json lists all.")
    would = "would be " if dry_run else ""
    say(f"{would}learned {done['learned']}, already known {done['known']}, skipped {done['skipped']}")
    if not any(done.values()):
        note("The file has no tickets.")


async def _learn(data_dir: Path, file: Path, dry_run: bool) -> _Came:
    from sidecar.commands.connection import connected

    # The readers of exports load parsers that no other command needs.
    from sidecar.commands.solved.reading import is_labelled, read_solved

    came = _Came(is_export=not is_labelled(file))
    cases = map(case, read_solved(file)) if came.is_export else map(_labelled_case, read_labelled(file))
    async with connected(data_dir) as api:
        with counting(f"Learning from {file.name}") as advance:
            for batch in batches(cases, size_of):
                rows = [each.row for each in batch if each.problem is None]
                body = {"rows": rows, "dry_run": dry_run}
                _count(came, batch, iter((await api.post("/v1/learn", body))["rows"] if rows else []))
                advance(len(batch))
        if came.is_export or (came.counts["learned"] and not dry_run):
            await api.post("/v1/learn", {"rows": [], "wait": True, "dry_run": dry_run})
    return came


def _labelled_case(row: Labelled) -> Case:
    return Case(f"line {row.line}", dict(row.row), row.problem)


def _count(came: _Came, batch: list[Case], told: Iterator[dict[str, Any]]) -> None:
    for each in batch:
        said = {"outcome": "skipped", "reason": each.problem} if each.problem else next(told)
        came.counts[said["outcome"]] += 1
        came.answers.update(said.get("answers") or ())
        if said["reason"] is not None:
            came.reasons[said["reason"]] += 1
            kind, _, name = each.place.partition(" ")
            place = int(name) if kind == "line" and name.isdigit() else name
            came.problems.append({kind: place, "reason": said["reason"]})
