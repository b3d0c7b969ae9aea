"""`cuecard rule ...` and what `--explain` says of it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk

LAMP = "I want my money back for the lamp"


def test_rules_are_made_listed_explained_and_removed(stocked: Desk) -> None:
    assert "There is no rule yet" in stocked.run("rule", "list").out
    told = ["--contains", "lamp", "--language", "en", "--note", "most ask this"]
    pinned = stocked.run("rule", "add", "pin", "Password reset", *told, "--json").json
    muted = stocked.run("rule", "add", "mute", "refund", "--source", "macros", "--contains", "money back")
    assert "mute Refund granted (macros) for tickets containing money back" in muted.out
    listed = stocked.run("rule", "list").out
    assert (
        f"{pinned['id']}  pin Password reset (macros) for tickets containing lamp, in the language en"
        in listed
    )
    assert "most ask this" in listed
    assert len(stocked.run("rule", "list", "--answer", pinned["answer_id"], "--json").json["rules"]) == 1
    shown = stocked.run("suggest", "--text", LAMP, "--explain").out
    assert "1. Password reset" in shown
    assert "the best score, for the team pinned it" in shown
    assert "muted by" in shown
    for each in stocked.run("rule", "list", "--json").json["rules"]:
        assert stocked.run("rule", "remove", each["id"]).code == 0
    assert stocked.run("rule", "remove", pinned["id"]).code == 1
    assert "1. Refund granted" in stocked.run("suggest", "--text", LAMP).out


def test_a_rule_can_be_tried_out_for_its_kind_of_ticket(stocked: Desk) -> None:
    where = ["--tag", "b2b", "--site", "desk.example.com"]
    made = stocked.run("rule", "add", "mute", "Refund granted", *where, "--json").json
    there = ["--tag", "b2b", "--url", "https://desk.example.com/4"]
    for told, muted in ((there, True), (there[:2], False), (there[2:], False)):
        body = stocked.run("suggest", "--text", LAMP, *told, "--json").json
        assert ("Refund granted" not in [each["title"] for each in body["suggestions"]]) is muted
    assert stocked.run("rule", "remove", made["id"]).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "pin", "Password reset"], "--contains"),
        (["add", "pin", "Password reset", "--always", "--tag", "x"], "--always"),
        (["add", "hide", "Password reset", "--always"], "hide"),
        (["add", "pin", "No such answer", "--always"], "No such answer"),
        (["add", "pin", "Password reset", "--site", "//"], "Use a host"),
    ],
)
def test_a_rule_that_cannot_be_is_wrong_usage(stocked: Desk, arguments: list[str], said: str) -> None:
    ended = stocked.run("rule", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_an_explanation_fits_into_eighty_columns(stocked: Desk) -> None:
    for command in (["suggest", "--text", LAMP], ["search", "refund"]):
        shown = stocked.run(*command, "--explain").out
        told = [
            line
            for line in shown.splitlines()
            if line.startswith(("   fits", "   signals", "   score", "    "))
        ]
        assert told
        assert max(map(len, told)) <= 80
        assert "score      " in shown
