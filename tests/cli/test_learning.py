"""`cuecard learning`: learning on and off, its limit, and forgetting."""

from __future__ import annotations

import json

from tests.cli.conftest import Desk


def test_what_was_learned_can_be_limited_ended_and_forgotten(stocked: Desk) -> None:
    row = {"text": "Where is the kangaroo voucher?", "answer": "Refund granted"}
    (stocked.folder / "past.jsonl").write_text(json.dumps(row) + "\n")
    assert stocked.run("learn", "past.jsonl").code == 0
    status = stocked.run("learning", "status", "--json").json
    assert status == {"learning": True, "most_per_answer": 300, "learned": 1}
    assert stocked.run("learning", "limit", "50", "--json").json["most_per_answer"] == 50
    assert "learning off" in stocked.run("learning", "off").out
    assert stocked.run("learning", "erase", "--before", "2020-01-01", "--yes").out.strip() == "forgotten 0"
    assert stocked.run("learning", "erase", "--yes", "--json").json == {"erased": 1}
    assert "learning on" in stocked.run("learning", "on").out
    assert stocked.run("learning", "limit", "0").code == 2
