"""The report of an evaluation: as one JSON body, and as a person reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from sidecar.commands.output import print_table, say
from sidecar.suggest.evaluation.measures import figures, quantile
from sidecar.suggest.evaluation.outcomes import Outcome
from sidecar.suggest.evaluation.silence import area_under_roc, best_threshold, curve, reliability

#: How many bad rows are shown one by one, and how much of a missed ticket.
_SHOWN = 20
_TEXT = 100
#: From this share of learned texts on, the figures say little of new tickets.
_TOO_MANY_KNOWN = 0.02
_BAR = 20


def report(outcomes: Sequence[Outcome], threshold: float, problems: list[dict[str, Any]]) -> dict[str, Any]:
    """Return all figures; shares are from 0 to 1, times in milliseconds."""
    best = best_threshold(outcomes)
    error, bins = reliability(outcomes)
    took = [each.took for each in outcomes]
    return {
        "tickets": len(outcomes),
        "answerable": sum(each.answerable for each in outcomes),
        "known": sum(each.known for each in outcomes),
        "threshold": threshold,
        "figures": figures(outcomes, threshold),
        "latency_ms": {"p50": quantile(took, 0.5), "p95": quantile(took, 0.95)},
        "best": None if best is None else {"threshold": round(best[0], 6), "matthews": best[1]},
        "area_under_roc": area_under_roc(outcomes),
        "calibration_error": error,
        "reliability": bins,
        "curve": [asdict(point) for point in curve(outcomes)],
        "languages": _parts(outcomes, threshold, lambda each: each.language),
        "sources": _parts(outcomes, threshold, lambda each: each.source),
        "problems": problems,
    }


def show(body: dict[str, Any], misses: Sequence[tuple[Outcome, str, str | None, str | None]]) -> None:
    """Print a report."""
    for problem in body["problems"][:_SHOWN]:
        say(f"line {problem['line']}: {problem['reason']}")
    if len(body["problems"]) > _SHOWN:
        say(f"... and {len(body['problems']) - _SHOWN} more; --json lists all.")
    if not body["tickets"]:
        say("There is no ticket to measure on.")
        return
    if body["known"] > _TOO_MANY_KNOWN * body["tickets"]:
        say(
            f"{body['known']} of {body['tickets']} texts are among the learned questions: "
            "the figures are better than new tickets will have it."
        )
    say(
        f"{body['tickets']} tickets, {body['answerable']} with an answer; threshold {body['threshold']:g}", ""
    )
    rows = [(name, _percent(value)) for name, value in body["figures"].items()]
    latency = body["latency_ms"]
    print_table(("measure", "value"), [*rows, ("latency p50/p95", f"{latency['p50']}/{latency['p95']} ms")])
    _show_curve(body)
    for name in ("languages", "sources"):
        if len(body[name]) > 1:
            say("")
            columns = ("hit@1", "hit@3", "MRR", "refused")
            print_table(
                (name[:-1], "tickets", *columns),
                [
                    (
                        part["name"],
                        str(part["tickets"]),
                        *(_percent(part["figures"][each]) for each in columns),
                    )
                    for part in body[name]
                ],
            )
    _show_comparison(body)
    _show_misses(misses)
    if "threshold_set" in body:
        say("", f"The threshold is {body['threshold_set']:g} from now on.")


def _show_curve(body: dict[str, Any]) -> None:
    say("", "What silence costs and gains:")
    rows = [
        (
            f"{point['threshold']:.2f}",
            _percent(point["shown"]),
            _percent(point["precision"]),
            _percent(point["wrongly_silent"]),
            _percent(point["rightly_silent"]),
            f"{point['matthews']:.3f}",
            "#" * round(_BAR * max(0.0, point["matthews"])),
        )
        for point in body["curve"]
    ]
    headers = ("threshold", "shown", "of these right", "wrongly silent", "rightly silent", "correlation", "")
    print_table(headers, rows)
    area = "-" if body["area_under_roc"] is None else f"{body['area_under_roc']:.3f}"
    best = body["best"]
    say(
        f"best threshold {best['threshold']:.2f} (Matthews correlation {best['matthews']:.3f}); "
        f"area under ROC {area}; calibration error {body['calibration_error']:.3f}"
    )


def _show_comparison(body: dict[str, Any]) -> None:
    if "comparison" not in body:
        return
    say("", f"Now, compared with {body['comparison']['with']}:")
    print_table(
        ("measure", "before", "now", "difference", "95 % interval", ""),
        [
            (
                each["measure"],
                _percent(each["before"]),
                _percent(each["now"]),
                f"{100 * (each['now'] - each['before']):+.1f}",
                f"{100 * each['low']:+.1f} to {100 * each['high']:+.1f}",
                each["verdict"],
            )
            for each in body["comparison"]["differences"]
        ],
    )


def _show_misses(misses: Sequence[tuple[Outcome, str, str | None, str | None]]) -> None:
    for outcome, text, wanted, first in misses:
        place = f"place {outcome.place}" if outcome.place else "not found"
        right = f"right: {wanted} ({place})" if wanted is not None else "no answer exists"
        short = " ".join(text.split())
        say("", f"line {outcome.line}, confidence {outcome.confidence:.2f}: {short[:_TEXT]}")
        say(f"   first: {first}; {right}")


def _parts(
    outcomes: Sequence[Outcome], threshold: float, name: Callable[[Outcome], str | None]
) -> list[dict[str, Any]]:
    """Return the figures of each language or source, the largest first."""
    parts: dict[str, list[Outcome]] = {}
    for each in outcomes:
        key = name(each)
        if key:
            parts.setdefault(key, []).append(each)
    ranked = sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))
    return [{"name": key, "tickets": len(held), "figures": figures(held, threshold)} for key, held in ranked]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"
