"""`cuecard evaluate`: how good suggestions are on a team's own labelled tickets."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.labelled import Labelled, batches, read_all_json, read_labelled, size_of
from sidecar.commands.output import print_json
from sidecar.commands.progress import counting
from sidecar.commands.state import FAILED, WrongUsage, explained, run, state_of
from sidecar.suggest.evaluation.outcomes import Outcome, as_record, from_measured

#: A threshold is between 0 and 1 by at least this.
_LEAST = 0.0001


@dataclass(slots=True)
class Measured:
    """What came of a file; `told` are the titles and texts of its tickets by line, only to be shown."""

    threshold: float = 0.0
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    told: dict[int, tuple[str, str | None, str | None]] = field(default_factory=dict)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("evaluate")(evaluate)


def evaluate(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="JSONL or CSV with text and answer; empty: no answer exists."),
    ],
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare", metavar="SETTING", help="threshold=0.3, or a file printed with --json before."
        ),
    ] = None,
    misses: Annotated[int, typer.Option("--misses", min=0, help="Show so many of the worst misses.")] = 0,
    set_threshold: Annotated[
        str | None,
        typer.Option(
            "--set-threshold",
            metavar="NUMBER|best|usual",
            help="Afterwards, set how sure suggestions must be to be shown.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures and outcomes as JSON.")] = False,
) -> None:
    """Measure suggestions on labelled tickets. Teaches nothing, counts nothing, keeps no text."""
    from sidecar.commands.evaluation_report import report, show

    wanted = _wanted_threshold(set_threshold)
    with explained():
        digest = _digest(file)
        baseline = None if compare is None else _baseline(compare, digest)
    measured = run(_measure(state_of(context).data_dir, file))
    body = report(measured.outcomes, measured.threshold, measured.problems)
    body["file"] = {"name": file.name, "sha256": digest}
    if baseline is not None:
        body["comparison"] = {"with": compare, "differences": _differences(baseline, measured)}
    if wanted is not None and measured.outcomes:
        chosen = _chosen(wanted, body["best"]["threshold"])
        body["threshold_set"] = run(_set_threshold(state_of(context).data_dir, chosen))
    if as_json:
        print_json({**body, "outcomes": [as_record(each) for each in measured.outcomes]})
    else:
        show(body, _misses(measured, misses))
    if not measured.outcomes:
        raise typer.Exit(FAILED)


def _wanted_threshold(told: str | None) -> str | float | None:
    if told is None or told in ("best", "usual"):
        return told
    number = _number(told)
    if number is None or not 0 < number < 1:
        raise typer.BadParameter("Give a number between 0 and 1, `best` or `usual`.")
    return number


async def _measure(data_dir: Path, file: Path) -> Measured:
    from sidecar.commands.connection import connected

    measured = Measured()
    async with connected(data_dir) as api:
        with counting(f"Measuring on {file.name}") as advance:
            for batch in batches(read_labelled(file), size_of):
                usable = [each for each in batch if each.problem is None]
                body = await api.post("/v1/evaluate", {"rows": [each.row for each in usable]})
                measured.threshold = body["threshold"]
                for row, told in zip(usable, body["rows"], strict=True):
                    _take_in(measured, row, told)
                measured.problems += [
                    {"line": each.line, "reason": each.problem} for each in batch if each.problem is not None
                ]
                advance(len(batch))
    measured.problems.sort(key=lambda each: int(each["line"]))
    return measured


def _take_in(measured: Measured, row: Labelled, told: dict[str, Any]) -> None:
    if told["problem"] is not None:
        measured.problems.append({"line": row.line, "reason": told["problem"]})
        return
    measured.outcomes.append(from_measured(row.line, told))
    measured.told[row.line] = (row.row["text"], told["wanted"], told["first"])


async def _set_threshold(data_dir: Path, threshold: float | None) -> float:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return float((await api.post("/v1/threshold", {"threshold": threshold}))["threshold"])


def _chosen(wanted: str | float, best: float) -> float | None:
    if isinstance(wanted, float):
        return wanted
    return min(max(best, _LEAST), 1 - _LEAST) if wanted == "best" else None


def _baseline(told: str, digest: str) -> tuple[float, dict[int, Outcome] | None]:
    """Return what to compare with: a threshold, and the outcomes by line if they are those of a report."""
    name, sign, value = told.partition("=")
    if sign and name == "threshold":
        threshold = _number(value)
        if threshold is None or not 0 <= threshold <= 1:
            raise WrongUsage("Compare with a threshold between 0 and 1, such as threshold=0.3.")
        return threshold, None
    path = Path(told)
    if not path.is_file():
        raise WrongUsage(f"{told} is neither threshold=NUMBER nor a file printed with --json before.")
    content = read_all_json(path)
    try:
        outcomes = [from_measured(int(each["line"]), each) for each in content["outcomes"]]
        threshold, before = float(content["threshold"]), content["file"]["sha256"]
    except (KeyError, TypeError, ValueError):
        raise WrongUsage(f"{path} was not printed by `cuecard evaluate --json`.") from None
    if before != digest:
        raise WrongUsage(f"{path} was measured on other tickets: only the same file can be compared.")
    return threshold, {each.line: each for each in outcomes}


def _differences(baseline: tuple[float, dict[int, Outcome] | None], measured: Measured) -> list[Any]:
    from sidecar.suggest.evaluation.comparing import compare

    threshold, earlier = baseline
    before = {each.line: each for each in measured.outcomes} if earlier is None else earlier
    # An answer that came or went in between makes a ticket usable in one of the two only.
    both = [each for each in measured.outcomes if each.line in before]
    found = compare([before[each.line] for each in both], both, threshold, measured.threshold)
    return [asdict(each) for each in found]


def _misses(measured: Measured, most: int) -> list[tuple[Outcome, str, str | None, str | None]]:
    """Return the tickets whose first suggestion was surest and wrong, with text, right and first title."""
    wrong = sorted(
        (each for each in measured.outcomes if not each.right and each.first is not None),
        key=lambda each: (-each.confidence, each.line),
    )
    return [(each, *measured.told[each.line]) for each in wrong[:most]]


def _number(told: str) -> float | None:
    try:
        return float(told)
    except ValueError:
        return None


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror or error}.") from error
