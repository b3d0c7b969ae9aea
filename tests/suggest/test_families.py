"""Translations are one suggestion: the customer's language stands for them, whichever was found."""

from __future__ import annotations

from pathlib import Path

from sidecar.knowledge.model import Role, Viewer
from sidecar.knowledge.rules import Action
from tests.suggest.running import AGENT, reply, team, ticket, titles
from tests.suggest.test_rules import rule

REFUND = (
    reply("Refund", "Your money is on its way back to you.", questions=("When do I get my refund?",)),
    reply("Rückerstattung", "Ihr Geld ist unterwegs zu Ihnen.", language="de", translation_of="Refund"),
    reply("Remboursement", "Votre argent est en route.", language="fr", translation_of="Refund"),
    reply("Operate the FX-200", "Hold the button for three seconds."),
    reply(
        "Bedienung FX-200",
        "Die Taste drei Sekunden halten.",
        language="de",
        translation_of="Operate the FX-200",
    ),
)
GERMAN = "Guten Tag, wann kommt die Erstattung (refund) für mein FX-200 endlich bei mir an?"


async def test_the_customers_language_stands_for_what_was_found_in_another(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*REFUND)
        result = await shop.ask(GERMAN, explain=True)
        ids = {name: await shop.answer_id(name) for name in ("Refund", "Remboursement")}
    found = {each.answer.title: each for each in result.suggestions}
    assert "Rückerstattung" in found
    assert not {"Refund", "Remboursement"} & set(found)
    assert set(found["Rückerstattung"].translations) == set(ids.values())
    assert found["Rückerstattung"].explanation is not None
    assert found["Rückerstattung"].explanation.found_as == ids["Refund"]
    assert ("Refund", "translation") in {(each.answer.title, each.why) for each in result.left_out or ()}


async def test_without_one_in_the_customers_language_the_best_is_offered_and_marked(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*REFUND)
        asked = ticket("Quando recebo o refund do meu FX-200? Obrigado pela ajuda.", language="pt")
        result = await shop.ask(asked)
    assert result.language == "pt"
    best = next(each for each in result.suggestions if each.answer.title == "Refund")
    assert best.answer.language == "en"
    assert "In English" in best.reasons
    assert not {"Rückerstattung", "Remboursement"} & set(titles(result))


async def test_a_translation_others_may_see_does_not_stand_for_what_i_may_see(tmp_path: Path) -> None:
    secret = reply("Rückerstattung", "Ihr Geld.", language="de", translation_of="Refund", groups=("board",))
    async with team(tmp_path) as shop:
        await shop.store(REFUND[0], secret, *REFUND[3:])
        assert "Rückerstattung" in titles(await shop.ask(GERMAN))
        mine = await shop.ask(GERMAN, AGENT)
        board = await shop.ask(GERMAN, Viewer("Cleo", Role.AGENT, frozenset({"board"})))
    assert "Refund" in titles(mine)
    assert "Rückerstattung" not in titles(mine)
    assert "Rückerstattung" in titles(board)


async def test_a_muted_translation_does_not_stand_for_another(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*REFUND)
        await rule(shop, Action.MUTE, "Rückerstattung")
        assert "Refund" in titles(await shop.ask(GERMAN))


async def test_a_pin_is_followed_in_the_customers_language(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*REFUND)
        await rule(shop, Action.PIN, "Refund", contains=("FX-200",))
        first = (await shop.ask("Mein FX-200 geht leider nicht mehr an, was nun?")).suggestions[0]
    assert (first.answer.title, first.pinned) == ("Rückerstattung", "team")


async def test_a_ticket_that_quotes_another_language_is_answered_in_its_own(tmp_path: Path) -> None:
    mixed = (
        "Hallo, ich habe ein Problem mit meinem FX-200. Auf dem Display steht: "
        "'Hold the button for three seconds'. Was soll ich jetzt damit machen?"
    )
    async with team(tmp_path) as shop:
        await shop.store(*REFUND)
        result = await shop.ask(mixed, explain=True)
    assert result.language == "de"
    assert titles(result)[0] == "Bedienung FX-200"


async def test_a_team_with_one_language_is_served_in_it(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(REFUND[0], REFUND[3])
        result = await shop.ask(GERMAN)
    assert set(titles(result)) == {"Refund", "Operate the FX-200"}
    assert all("In English" in each.reasons for each in result.suggestions)
