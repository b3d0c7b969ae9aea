"""`cuecard evaluate`: what a team learns about its suggestions from its own tickets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Desk

TICKETS: list[dict[str, Any]] = [
    {"text": "I want my money back please", "answer": "Refund granted"},
    {"text": "Within how many days of the purchase is a refund possible?", "answer": "Refunds"},
    {"text": "Which customs declaration do I need for Norway?", "answer": "Shipping"},
    {"text": "My kangaroo plays the trombone at night", "answer": ""},
    {"text": "Zebra quartet rehearsal schedule", "answer": None},
]


def write(desk: Desk, *rows: dict[str, Any], name: str = "tickets.jsonl") -> str:
    (desk.folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return name


def test_the_figures_are_printed_and_the_same_every_time(stocked: Desk) -> None:
    name = write(stocked, *TICKETS)
    body, again = (stocked.run("evaluate", name, "--json").json for _ in range(2))
    assert (body["tickets"], body["answerable"]) == (5, 3)
    assert body["figures"]["hit@3"] == 1
    assert body["figures"]["refusal recall"] == 1
    assert body["best"]["matthews"] > 0.5
    assert [each["confidence"] for each in body["outcomes"]] == [
        each["confidence"] for each in again["outcomes"]
    ]
    assert "kangaroo" not in json.dumps(body)
    shown = stocked.run("evaluate", name, "--misses", "1")
    assert shown.code == 0
    for part in ("hit@1", "MRR", "refusal precision", "latency p50/p95", "best threshold", "area under ROC"):
        assert part in shown.out


def test_measuring_teaches_and_counts_nothing(stocked: Desk) -> None:
    before = stocked.run("suggest", "--text", TICKETS[0]["text"], "--json").json["suggestions"]
    for _ in range(2):
        assert stocked.run("evaluate", write(stocked, *TICKETS)).code == 0
    after = stocked.run("suggest", "--text", TICKETS[0]["text"], "--json").json["suggestions"]
    assert [(each["title"], each["score"], each["inserted"]) for each in after] == [
        (each["title"], each["score"], each["inserted"]) for each in before
    ]
    stored = b"".join(path.read_bytes() for path in stocked.data.rglob("*") if path.is_file())
    assert b"trombone" not in stored


def test_tickets_that_were_learned_are_warned_about(desk: Desk) -> None:
    desk.stock()
    name = write(desk, TICKETS[0])
    assert "among the learned questions" not in desk.run("evaluate", name).out
    assert desk.run("learn", name).code == 0
    assert "1 of 1 texts are among the learned questions" in desk.run("evaluate", name).out


def test_two_settings_are_compared_in_plain_words(stocked: Desk) -> None:
    name = write(stocked, *TICKETS)
    shown = stocked.run("evaluate", name, "--compare", "threshold=0")
    assert shown.code == 0, shown.err
    assert "Now, compared with threshold=0:" in shown.out
    assert "no difference to be seen" in shown.out
    (stocked.folder / "before.json").write_text(stocked.run("evaluate", name, "--json").out, encoding="utf-8")
    same = stocked.run("evaluate", name, "--compare", "before.json", "--json").json["comparison"]
    assert {each["verdict"] for each in same["differences"]} == {"no difference to be seen"}


def test_only_the_same_tickets_can_be_compared(stocked: Desk) -> None:
    (stocked.folder / "before.json").write_text(
        stocked.run("evaluate", write(stocked, *TICKETS), "--json").out, encoding="utf-8"
    )
    other = write(stocked, TICKETS[0], name="other.jsonl")
    for told in ("before.json", "threshold=high", "colour=blue", other):
        assert stocked.run("evaluate", other, "--compare", told).code == 2, told


def test_the_threshold_is_set_and_counts_at_once_and_later(desk: Desk) -> None:
    desk.stock()
    name = write(desk, TICKETS[0])
    ask = ("suggest", "--text", TICKETS[0]["text"], "--json")
    with desk.serving("--port", "0"):
        assert desk.run(*ask).json["confident"] is True
        shown = desk.run("evaluate", name, "--set-threshold", "0.999")
        assert "The threshold is 0.999 from now on." in shown.out
        assert desk.run(*ask).json["confident"] is False
    assert desk.run(*ask).json["confident"] is False
    assert desk.run("evaluate", name, "--set-threshold", "usual").code == 0
    assert desk.run(*ask).json["confident"] is True


@pytest.mark.parametrize("told", ["0", "1.5", "nan", "much"])
def test_a_threshold_that_cannot_be_is_wrong_usage(stocked: Desk, told: str) -> None:
    assert stocked.run("evaluate", write(stocked, TICKETS[0]), "--set-threshold", told).code == 2


def test_rows_that_cannot_be_used_are_listed(stocked: Desk) -> None:
    name = write(stocked, TICKETS[0], {"text": "An emu", "answer": "Nobody knows this"})
    shown = stocked.run("evaluate", name)
    assert shown.code == 0
    assert "line 2: There is no answer 'Nobody knows this'." in shown.out
    assert stocked.run("evaluate", write(stocked, {"text": "a", "answer": "Nobody"})).code == 1
