"""`cuecard synonyms`: added, listed and removed, without a server."""

from __future__ import annotations

from tests.cli.conftest import Desk


def test_synonyms_are_added_listed_and_removed(stocked: Desk) -> None:
    assert stocked.run("synonyms", "list").out.strip() == "no synonyms of your own"
    added = stocked.run("synonyms", "add", "kangaroo voucher", "refund granted", "--json")
    assert added.json == {"groups": [["kangaroo voucher", "refund granted"]]}
    assert stocked.run("synonyms", "list").out.strip() == "kangaroo voucher = refund granted"
    found = stocked.run("suggest", "--text", "kangaroo voucher", "--json").json["suggestions"]
    assert found[0]["title"] == "Refund granted"
    unknown = stocked.run("synonyms", "remove", "nothing")
    assert (unknown.code, "cuecard synonyms list" in unknown.err) == (1, True)
    assert stocked.run("synonyms", "remove", "refund granted", "--json").json == {"groups": []}
    assert stocked.run("synonyms", "add", "alone").code == 1
