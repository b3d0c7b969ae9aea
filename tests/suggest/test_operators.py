"""Operators of the search box: what narrows, and what is only text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.model import Audience, Kind
from sidecar.knowledge.model import TrustState
from sidecar.suggest.operators import SearchFilters, narrowed, read_query
from tests.suggest.running import team
from tests.suggest.test_browse import HOUSE, search


@pytest.mark.parametrize(
    ("typed", "words", "wanted"),
    [
        ("tag:billing refund", "refund", [SearchFilters(tag="billing")]),
        ('refund TAG:"billing eu"', "refund", [SearchFilters(tag="billing eu")]),
        ("kind:Reply", "", [SearchFilters(kind=Kind.REPLY)]),
        ("language:pt-BR olá", "olá", [SearchFilters(language="pt-BR")]),
        ("is:verified", "", [SearchFilters(trust=TrustState.VERIFIED)]),
        ("is:internal a", "a", [SearchFilters(audience=Audience.INTERNAL)]),
        ("kind:poem", "kind:poem", []),
        ("is:nice lang:!!", "is:nice lang:!!", []),
        ("tag: refund", "tag: refund", []),
        ("refund tag:", "refund", []),
        ("refund is:ver", "refund", []),
        ("refund -kind:re", "refund", []),
        ("refund -tag:eu", "refund", [SearchFilters(without=(SearchFilters(tag="eu"),))]),
        ('"tag:billing" refund', '"tag:billing" refund', []),
        ("“is:due", "“is:due", []),
        ("https://example.com/tag:x sometag:x", "https://example.com/tag:x sometag:x", []),
    ],
)
def test_operators_are_read_and_all_else_is_text(typed: str, words: str, wanted: list[SearchFilters]) -> None:
    assert (read_query(typed)[0].strip(), read_query(typed)[1]) == (words, wanted)


@given(st.text(st.sampled_from('tagiskndlource:"“”«» x-'), max_size=40))
def test_any_text_can_be_typed(typed: str) -> None:
    words, wanted = read_query(typed)
    if not wanted:
        begun = typed.strip().removeprefix(words.strip()).strip()
        assert begun == "" or re.fullmatch(r"-?(tag|source|kind|lang|language|is):[a-z]*", begun)
    narrowed(SearchFilters(), wanted)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("refund tag:billing", {"Refund"}),
        ("refund kind:article", {"Refund policy"}),
        ("lang:de", {"Rückerstattung"}),
        ("is:internal", {"Refund policy"}),
        ("refund kind:article kind:reply", set()),
        ("refund source:nowhere", set()),
        ('"five days" is:internal', {"Refund policy"}),
        ("refund is:flagged", set()),
    ],
)
async def test_a_search_is_narrowed(tmp_path: Path, query: str, expected: set[str]) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        assert set(await search(house, query)) == expected


async def test_what_is_typed_and_what_is_chosen_both_hold(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        assert await search(house, "refund kind:article", tag="billing") == []
        assert await search(house, "refund kind:reply", tag="billing") == ["Refund"]


async def test_one_misspelt_word_among_several_is_forgiven(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        assert (await search(house, "refund polcy fees"))[0] == "Refund policy"
        assert (await search(house, "refnud policy"))[0] == "Refund policy"
