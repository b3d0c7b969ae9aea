"""Why each result stands where it stands, legible at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sidecar.commands.output import say
from sidecar.commands.rules import kind_of_ticket

_WIDTH = 80
_INDENT = "   "
#: Questions shown of those that voted; `--json` has all.
_MOST_QUESTIONS = 5
_LIFTED = {
    "pinned": "the best score, for the team pinned it",
    "language": "the score of the next, for it says as much in the customer's language",
}


def say_explanation(explanation: dict[str, Any], score: float) -> None:
    """Print the explanation of one result, whose score is shown as `score`."""
    for line in _lines(explanation, score):
        say(*_folded(line))


def say_left_out(left_out: list[dict[str, Any]], shown: list[dict[str, Any]]) -> None:
    """Print which answers fit and are not shown by themselves."""
    if not left_out:
        return
    titles = {item["answer_id"]: item["title"] for item in shown}
    say("", "Left out:")
    for item in left_out:
        say(*_folded(f"{item['title']}  {item['answer_id']}: {_why(item, titles)}"))


def _lines(explanation: dict[str, Any], score: float) -> Iterator[str]:
    parts, factors = explanation["parts"], explanation["factors"]
    told = " + ".join(f"{name} {value:.3f}" for name, value in parts.items())
    yield f"fits       {told} = {sum(parts.values()):.3f}"
    counted = [f"{name} x{value:.3f}" for name, value in factors.items() if round(value, 3) != 1]
    yield f"signals    {', '.join(counted) or 'none: every factor is 1'}"
    yield f"score      {_score(explanation)}"
    if raised := explanation["lifted"]:
        yield f"raised     to {score:.3f}: {_LIFTED.get(raised, raised)}"
    if explanation["found_as"]:
        yield f"found as   {explanation['found_as']}, which says the same; fits and evidence are of that one"
    if explanation["evidence"]:
        yield "evidence   " + ", ".join(
            f"{name} {value:.3f}" for name, value in explanation["evidence"].items()
        )
    if explanation["words"]:
        yield "words      " + ", ".join(explanation["words"])
    for rule in explanation["rules"]:
        yield f"rule       {_rule(rule)}"
    for question in explanation["questions"][:_MOST_QUESTIONS]:
        weight = f", counts {question['weight']:g}" if question["weight"] != 1 else ""
        yield f"asked      {question['nearness']:.2f} near{weight}: {question['text'] or '(not for you)'}"
    more = len(explanation["questions"]) - _MOST_QUESTIONS
    if more > 0:
        yield f"           and {more} more questions; --json lists all"


def _score(explanation: dict[str, Any]) -> str:
    weighed, highest, half = explanation["weighed"], explanation["highest"], explanation["half"]
    if highest:
        return f"{weighed:.3f} of {highest:.3f} possible = {weighed / highest:.3f}"
    return f"{weighed:.3f} / (itself + {half:g}) = {weighed / (weighed + half):.3f}"


def _why(item: dict[str, Any], titles: dict[str, str]) -> str:
    if item["why"] == "muted":
        return f"muted by {_rule(item['rule'])}"
    other = titles.get(item["of"], item["of"])
    return f"says the same as {other}" if item["why"] == "repeats" else f"a translation of {other}"


def _rule(rule: dict[str, Any]) -> str:
    note = f" ({rule['note']})" if rule["note"] else ""
    return f"{rule['id']} of {rule['by']}, for {kind_of_ticket(rule['when'])}{note}"


def _folded(line: str) -> list[str]:
    """Fold a line at spaces, what follows standing under its text, not under its label."""
    import textwrap

    hanging = _INDENT + " " * 11
    return textwrap.wrap(
        line, _WIDTH, initial_indent=_INDENT, subsequent_indent=hanging, drop_whitespace=True
    ) or [_INDENT]
