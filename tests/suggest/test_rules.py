"""What the team pins and mutes for a kind of ticket, and what an agent pins for themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.knowledge import answers, personal, rules
from sidecar.knowledge.model import Role, Viewer
from sidecar.knowledge.rules import Action, Condition
from sidecar.suggest.conversation import read
from sidecar.suggest.model import Ticket
from sidecar.suggest.operators import SearchFilters
from sidecar.suggest.rulings import matcher
from tests.suggest.running import ADMIN, AGENT, Team, reply, team, ticket, titles

SHOP = (
    reply("Refund", "We send the money back within five days."),
    reply("Lamp broken", "A broken lamp is replaced at once."),
    reply("Opening hours", "We are there from nine to five."),
    reply("Fraud desk", "Tell the fraud desk.", groups=("fraud",)),
)
BROKEN = "My lamp is broken and I want my money back"


async def rule(
    shop: Team, action: Action, external_id: str, note: str | None = None, **condition: Any
) -> rules.Rule:
    public = await shop.answer_id(external_id)

    def add(conn: Any) -> rules.Rule:
        [number] = answers.numbers_of(conn, [public]).values()
        return rules.add(conn, action, number, Condition(**condition), "Ada", note)

    return await shop.db.write(add)


async def test_a_pinned_answer_comes_first_for_its_kind_of_ticket_alone(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        assert "Opening hours" not in titles(await shop.ask(BROKEN))
        await rule(shop, Action.PIN, "Opening hours", contains=("lamps",))
        result = await shop.ask(BROKEN)
        other = await shop.ask("I want my money back")
    first = result.suggestions[0]
    assert first.answer.title == "Opening hours"
    assert (first.pinned, first.reasons[0]) == ("team", "Pinned by Ada for such tickets")
    assert [each.score for each in result.suggestions] == sorted(
        (each.score for each in result.suggestions), reverse=True
    )
    assert result.confident
    assert titles(other)[0] == "Refund"
    assert other.suggestions[0].pinned is None


async def test_a_pin_for_every_ticket_does_not_make_anything_sure(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await rule(shop, Action.PIN, "Opening hours")
        nothing = await shop.ask("The zirconium flange of my flux gate wobbles")
        something = await shop.ask("Where is the money back from my refund?")
    assert titles(nothing) == ["Opening hours"]
    assert not nothing.confident
    assert titles(something)[:2] == ["Opening hours", "Refund"]


async def test_a_narrow_pin_stands_before_a_wide_one(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await rule(shop, Action.PIN, "Opening hours", contains=("lamp",), languages=("en",))
        await rule(shop, Action.PIN, "Refund")
        assert titles(await shop.ask(BROKEN))[:2] == ["Opening hours", "Refund"]


async def test_a_muted_answer_is_out_for_its_kind_of_ticket_and_said_so(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        assert titles(await shop.ask(BROKEN))[0] == "Lamp broken"
        made = await rule(shop, Action.MUTE, "Lamp broken", tags=("bulk order",), note="no bulk")
        assert titles(await shop.ask(BROKEN))[0] == "Lamp broken"
        result = await shop.ask(ticket(BROKEN, tags=("Bulk  Order",)))
        assert titles(result) == ["Refund"]
        assert result.left_out is not None
        [out] = result.left_out
        assert (out.answer.title, out.why, out.rule) == ("Lamp broken", "muted", made)
        found = await shop.engine.search("lamp", SearchFilters(), ADMIN)
        assert titles(found) == ["Lamp broken"]  # who looks for it finds it


async def test_a_mute_wins_over_a_pin(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await rule(shop, Action.PIN, "Lamp broken", contains=("lamp",))
        await rule(shop, Action.MUTE, "Lamp broken")
        assert titles(await shop.ask(BROKEN)) == ["Refund"]


async def test_a_rule_shows_nobody_what_they_may_not_see(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await rule(shop, Action.PIN, "Fraud desk")
        assert titles(await shop.ask(BROKEN))[0] == "Fraud desk"
        assert "Fraud desk" not in titles(await shop.ask(BROKEN, AGENT))
        await rule(shop, Action.MUTE, "Fraud desk")
        assert (await shop.ask("Tell the fraud desk", AGENT)).left_out is None


async def test_a_pinned_answer_that_is_gone_is_not_suggested(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await rule(shop, Action.PIN, "Opening hours")
        await shop.delete("Opening hours", quietly=True)
        assert "Opening hours" not in titles(await shop.ask(BROKEN))


async def test_a_greeting_alone_gets_what_is_pinned_for_its_site(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await rule(shop, Action.PIN, "Opening hours", sites=("chat.example.com",))
        greeting = ticket("Hi!", url="https://chat.example.com/4")
        assert titles(await shop.ask(greeting)) == ["Opening hours"]
        assert titles(await shop.ask("Hi!")) == []


async def test_a_favourite_stands_first_among_equals_for_its_agent_alone(tmp_path: Path) -> None:
    same = "We send the parcel anew when the courier did not ring."
    async with team(tmp_path) as shop:
        await shop.store(
            reply("Courier one", same + " Call us."), reply("Courier two", same + " Write to us soon.")
        )
        asked = "The courier did not ring"
        first, second = titles(await shop.ask(asked, AGENT))
        cards = {each.answer.title: each.answer for each in (await shop.ask(asked)).suggestions}
        await shop.db.write(personal.pin, AGENT.name, cards[second].number)
        mine = await shop.ask(asked, AGENT)
        assert titles(mine) == [second, first]
        assert (mine.suggestions[0].pinned, mine.suggestions[0].reasons[0]) == ("own", "Pinned by you")
        assert titles(await shop.ask(asked, Viewer("Eve", Role.AGENT, frozenset())))[0] == first


async def test_an_empty_search_lists_favourites_then_what_the_team_pins(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await shop.insert(await shop.ask("broken lamp"), "Lamp broken")
        await rule(shop, Action.PIN, "Opening hours")
        card = (await shop.ask("refund money")).suggestions[1].answer
        assert card.title == "Refund"
        await shop.db.write(personal.pin, AGENT.name, card.number)
        listed = await shop.engine.search("", SearchFilters(), AGENT)
        assert titles(listed) == ["Refund", "Opening hours", "Lamp broken"]
        assert [each.pinned for each in listed.results] == ["own", "team", None]


WROTE = "Guten Tag, meine bestellten Lampen (Fehler E-21) sind kaputt. Ich will mein Geld zurück!"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({}, True),
        ({"contains": ("Lampe",)}, True),
        ({"contains": ("bestellte Lampe",)}, True),
        ({"contains": ("Lampe bestellt",)}, False),
        ({"contains": ("E21",)}, True),
        ({"contains": ("e-21",)}, True),
        ({"contains": ("GELD ZURUECK", "Geld zurück")}, True),
        ({"contains": ("Lamp shade",)}, False),
        ({"contains": ("!",)}, True),
        ({"contains": ("§",)}, False),
        ({"tags": ("VIP",)}, True),
        ({"tags": ("vi",)}, False),
        ({"helpdesks": ("Zendesk",)}, True),
        ({"helpdesks": ("intercom",)}, False),
        ({"sites": ("example.com",)}, True),
        ({"sites": ("https://www.desk.example.com/agent",)}, True),
        ({"sites": ("ample.com",)}, False),
        ({"sites": ("",)}, False),
        ({"languages": ("de-AT", "de")}, True),
        ({"languages": ("en",)}, False),
        ({"contains": ("Lampe",), "tags": ("nobody",)}, False),
        ({"contains": ("Lampe",), "tags": ("nobody", "vip")}, True),
    ],
)
def test_a_condition_holds_for_its_kind_of_ticket(condition: dict[str, Any], holds: bool) -> None:
    told = ticket(
        WROTE,
        subject="Reklamation",
        tags=("vip",),
        helpdesk="zendesk",
        url="https://desk.example.com/agent/4",
    )
    assert matcher(told, read(told), "de")(Condition(**condition)) is holds


@pytest.mark.parametrize(
    ("wrote", "language", "phrase"),
    [
        ("我想要退款，谢谢", "zh", "退款"),
        ("我要退", "zh", "退"),
        ("返金をお願いします", "ja", "返金"),
        ("환불을 원합니다", "ko", "환불"),
        ("ฉันต้องการเงินคืนค่ะ", "th", "เงินคืน"),
        ("أريد استرداد أموالي", "ar", "استرداد"),
        ("می\u200cخواهم پولم را پس بگيرم", "fa", "پس بگیرم"),
        ("Хочу вернуть деньги", "ru", "вернуть деньги"),
        ("Je veux être remboursé", "fr", "rembourse"),
    ],
)
def test_a_phrase_is_found_in_every_script(wrote: str, language: str, phrase: str) -> None:
    told = ticket(wrote)
    holds = matcher(told, read(told), language)
    assert holds(Condition(contains=(phrase,)))
    assert not holds(Condition(contains=("qwertz",)))


@given(st.text(max_size=200), st.text(min_size=1, max_size=30), st.text(max_size=60))
def test_any_text_can_be_asked_for(wrote: str, phrase: str, address: str) -> None:
    told = ticket(wrote, url=address)
    matcher(told, read(told), "en")(Condition(contains=(phrase,), sites=(address,)))
    assert matcher(Ticket(), read(Ticket()), "")(Condition())
