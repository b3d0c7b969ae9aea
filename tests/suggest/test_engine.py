"""What an agent gets for a ticket."""

from __future__ import annotations

from pathlib import Path

from sidecar.knowledge.model import EventType, Role, Viewer
from sidecar.suggest.model import Person
from sidecar.suggest.operators import SearchFilters
from tests.suggest.running import ADMIN, AGENT, article, reply, team, ticket, titles

SHOP = (
    reply(
        "Reset your password", "Hi {{customer.first_name}}, open *Settings* and choose **Reset password**."
    ),
    reply("Refund", "We send your money back within five days."),
    reply("Late parcel", "The parcel is delayed. We are sorry."),
)


async def test_the_fitting_answer_comes_first_with_its_words_marked(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        result = await shop.ask("Hello,\nI forgot my password. How can I reset it?")
    best = result.suggestions[0]
    assert best.answer.title == "Reset your password"
    assert "<mark>" in best.excerpt_html
    assert any(reason.startswith("Matches: ") and "password" in reason for reason in best.reasons)
    assert result.language == "en"


async def test_the_first_insertion_counts_for_the_next_request(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        first = await shop.ask("The courier never rang the bell")
        outcome = await shop.insert(first, "Late parcel")
        result = await shop.ask("courier did not ring my bell")
        await shop.indexer.caught_up()
        later = await shop.ask("courier did not ring my bell")
    assert outcome.taught
    assert titles(result)[0] == titles(later)[0] == "Late parcel"
    assert "Inserted once for similar tickets" in result.suggestions[0].reasons
    assert result.confident


async def test_undoing_takes_back_what_was_learned(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        first = await shop.ask("The courier never rang the bell")
        await shop.insert(first, "Late parcel")
        await shop.indexer.caught_up()
        undone = await shop.event(EventType.UNDONE, first.query_id, "Late parcel")
        at_once = await shop.ask("courier did not ring my bell")
        await shop.indexer.caught_up()
        later = await shop.ask("courier did not ring my bell")
    assert undone.taught
    assert "Late parcel" not in titles(at_once)
    assert "Late parcel" not in titles(later)


async def test_gone_is_gone_even_if_the_index_lags(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await shop.delete("Refund", quietly=True)
        result = await shop.ask("I want a refund of my money")
    assert "Refund" not in titles(result)


async def test_an_answer_of_another_group_does_not_exist(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(
            *SHOP, reply("Refund for partners", "Partners get a refund at once.", groups=("partners",))
        )
        for viewer, seen in (
            (AGENT, False),
            (Viewer("P", Role.AGENT, frozenset({"partners"})), True),
            (Viewer("Q", Role.AGENT, frozenset({"others"})), False),
        ):
            result = await shop.ask("refund for a partner", viewer)
            assert ("Refund for partners" in titles(result)) is seen


async def test_placeholders_are_filled_from_the_page(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        asked = ticket("How do I reset my password?", customer=Person(name="Nguyen, <Anna>"))
        best = (await shop.ask(asked)).suggestions[0]
    assert "Hi &lt;Anna&gt;," in best.html
    assert best.text.startswith("Hi <Anna>,")
    assert not best.placeholders[0].missing


async def test_an_article_offers_its_best_passage(tmp_path: Path) -> None:
    body = "\n\n".join(
        f"## {name}\n\n" + f"{text} " * 40
        for name, text in (("Install", "Run the installer."), ("Printer", "Press the toner button twice."))
    )
    async with team(tmp_path) as shop:
        await shop.store(article("Handbook", body), source="docs")
        best = (await shop.ask("Which button for the toner?")).suggestions[0]
    assert "toner" in best.text
    assert "installer" not in best.text


async def test_nothing_fits_and_it_says_so(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        result = await shop.ask("Do you sponsor local football clubs?")
        empty = await shop.ask("")
    assert not result.confident
    assert empty.suggestions == ()
    assert not empty.confident


async def test_scores_are_shares_that_never_rise_down_the_list(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        suggested = (await shop.ask("How do I reset my password?", limit=10)).suggestions
        searched = (await shop.engine.search("password", SearchFilters(), ADMIN)).results
    for found in (suggested, searched):
        scores = [each.score for each in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
    assert suggested[0].score > 0.5
