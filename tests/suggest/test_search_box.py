"""The search box case by case: each file in `searches/` is some knowledge and what is typed to find it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.model import Document
from sidecar.knowledge.model import EventType
from sidecar.search.analysis import analyze
from sidecar.suggest.operators import SearchFilters
from tests.suggest.running import ADMIN, AGENT, Team, article, reply, team, titles

CASES = sorted((Path(__file__).parent / "searches").glob("*.yaml"))
ANYTHING = SearchFilters()
PASTED = [
    *(
        "C:\\Users\\x",
        "https://example.com/a?b=c&d#e",
        "a.b@c.example",
        '{"error": "E-1042"}',
        "~/.ssh",
        "-rf",
    ),
    *("AND", "OR", "NOT", "(", "title:", "tag:", '"', "„", "50 %", "don't", "\ud800", "\0", "👩‍💻", "e-mail"),
    *("v2.3.1", "0x80070005", "password", "重置密码", "नमस्ते", "می‌خواهم"),
]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_a_search_finds_what_is_meant(path: Path, tmp_path: Path) -> None:
    """`first` stands first, `found` is all that is found (in any order), `order` all of it in this order,
    `has` is among it, `absent` is not; `corrected` is what the query was taken for.

    With `typed`, every beginning of the query from so many characters on has to find `first` somewhere.
    """
    case: dict[str, Any] = yaml.safe_load(await asyncio.to_thread(path.read_text, "utf-8"))
    async with team(tmp_path) as house:
        await house.store(*(_document(each, case.get("language", "en")) for each in case["knowledge"]))
        for wanted in case["searches"]:
            await _check(house, wanted)


async def _check(house: Team, wanted: dict[str, Any]) -> None:
    query = str(wanted["query"])
    result = await house.engine.search(query, ANYTHING, ADMIN)
    found = titles(result)
    said = f"{query!r} finds {found}"
    assert result.total == len(found), said
    if "first" in wanted:
        assert found[:1] == [wanted["first"]], said
    if "found" in wanted:
        assert sorted(found) == sorted(wanted["found"]), said
    if "order" in wanted:
        assert found == wanted["order"], said
    assert not set(wanted.get("has", ())) - set(found), said
    assert not set(wanted.get("absent", ())) & set(found), said
    assert result.corrected == wanted.get("corrected", result.corrected), f"{said}, {result.corrected}"
    scores = [each.score for each in result.results]
    assert scores == sorted(scores, reverse=True), said
    for length in range(wanted.get("typed", len(query)), len(query)):
        begun = titles(await house.engine.search(query[:length], ANYTHING, ADMIN))
        assert wanted["first"] in begun, f"{query[:length]!r} finds {begun}"


def _document(told: dict[str, Any], language: str) -> Document:
    make = article if told.get("kind") == "article" else reply
    fields = {name: told[name] for name in ("external_id", "shortcut", "language") if name in told}
    return make(
        told["title"],
        told.get("body", ""),
        tags=tuple(told.get("tags", ())),
        **{"language": language, **fields},
    )


async def test_any_text_can_be_typed_and_finds_the_answer_that_says_it(tmp_path: Path) -> None:
    """Whatever is typed, nothing fails; and an answer that says just that is found."""
    texts = st.lists(st.one_of(st.text(max_size=12), st.sampled_from(PASTED)), max_size=6).map(" ".join)
    async with team(tmp_path) as house:
        await house.store(reply("Other", "Nothing of it is here."))
        loop = asyncio.get_running_loop()

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(texts)
        def typed(text: str) -> None:
            asyncio.run_coroutine_threadsafe(_say_and_search(house, text), loop).result(60)

        await asyncio.to_thread(typed)


async def _say_and_search(house: Team, text: str) -> None:
    body = text.encode("utf-8", "ignore").decode()
    await house.store(reply("Said", f"\n\n{body.replace('<', ' ')}".replace("\0", " "), body_format="text"))
    result = await house.engine.search(text, ANYTHING, ADMIN)
    assert result.total >= len(result.results)
    said = (await house.engine.search("said", ANYTHING, ADMIN)).results[0].text
    # An operator narrows, and what the store made of the text may be less than was typed.
    if {term.surface for term in analyze(text)} <= {
        term.surface for term in analyze(said)
    } and ":" not in text:
        # `-word` leaves it out where another answer has the rest; where none has, the minus is only a sign.
        left_out = re.search(r"(?<!\S)-[^\W\d_]", text) is not None and "Other" in titles(result)
        assert left_out or "Said" in titles(result), text


async def test_exact_stands_above_forgiven_and_used_above_equals(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(
            reply("One", "Ask for the recipe."),
            reply("Two", "Ask for the receipt."),
            reply("Three", "Ask for the receipt."),
        )
        assert titles(await house.engine.search("receipt", ANYTHING, ADMIN)) == ["Two", "Three"]
        await house.event(EventType.INSERTED, "q_x", "Three")
        assert titles(await house.engine.search("receipt", ANYTHING, ADMIN)) == ["Three", "Two"]


async def test_a_word_of_another_group_is_neither_found_nor_named(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(
            reply("Board", "The merger with Initech.", groups=("board",)), reply("Open", "Hello.")
        )
        for query in ("initech", "inittech", "initec", "init", "open inittech"):
            result = await house.engine.search(query, ANYTHING, AGENT)
            assert (result.corrected, "Board" in titles(result)) == (None, False), query
        assert (await house.engine.search("inittech", ANYTHING, ADMIN)).corrected == "initech"


async def test_pages_of_more_answers_than_are_weighed_are_stable(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*(reply(f"Refund {n}", "Money. " * (1 + n % 7)) for n in range(530)))
        found: list[str] = []
        for offset in range(0, 600, 60):
            page = await house.engine.search("refund money", ANYTHING, ADMIN, 60, offset)
            assert page.total == 530
            found += titles(page)
        assert len(found) == len(set(found)) == 530
        listed = [
            title
            for offset in range(0, 600, 100)
            for title in titles(await house.engine.search("", ANYTHING, ADMIN, 100, offset))
        ]
        assert len(listed) == len(set(listed)) == 530
