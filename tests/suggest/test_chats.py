"""Chats: short turns are read in the light of what was said before them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sidecar.suggest.conversation import read
from sidecar.suggest.leaning import leans
from sidecar.suggest.model import Message, Sender, Ticket
from tests.suggest.running import reply, team, titles

CASES = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "chats").glob("*.yaml"))
}


@pytest.mark.parametrize("case", CASES)
async def test_the_answer_to_the_latest_turn_comes_first(case: str, tmp_path: Path) -> None:
    """Each file in `chats/` has a small knowledge, a chat as the page shows it, and the answer wanted."""
    data = CASES[case]
    said = [(sender, text) for each in data["messages"] for sender, text in each.items()]
    messages = tuple(Message(Sender(sender), str(text)) for sender, text in said)
    async with team(tmp_path) as shop:
        known = (reply(language=data["language"], **each) for each in data["knowledge"])
        await shop.store(*known)
        result = await shop.ask(Ticket(messages))
    assert titles(result)[0] == data["first"]


@pytest.mark.parametrize(
    ("text", "language", "answers", "expected"),
    [
        ("and for Austria?", "en", False, True),
        ("it still does not work", "en", False, True),
        ("yes", "en", True, True),
        ("Austria", "en", True, True),
        ("How do I cancel my order?", "en", False, False),
        ("Where can I download the invoice of March?", "en", True, False),
        ("And how do I change the currency of the account?", "en", False, False),
        ("und nach Österreich?", "de", False, True),
        ("Wie kündige ich meinen Vertrag?", "de", False, False),
        ("那上海呢？", "zh", False, True),
        ("如何取消我昨天下的订单？", "zh", False, False),
        ("大阪は？", "ja", False, True),
    ],
)
def test_only_a_turn_that_means_nothing_alone_leans(
    text: str, language: str, answers: bool, expected: bool
) -> None:
    assert leans(text, language, answers=answers) is expected


def test_a_bot_that_asks_is_not_read_in_place_of_the_customer() -> None:
    menu = Message(Sender.BOT, "What can I help you with? 1. Orders 2. Refunds")
    assert read(Ticket((menu,))).is_empty
    summary = Message(Sender.BOT, "The customer lost a parcel.")
    assert read(Ticket((summary,))).text == "The customer lost a parcel."


def test_five_hundred_messages_are_read_from_the_latest_back() -> None:
    turns = [
        Message(sender, f"{word} number {place}")
        for place in range(250)
        for sender, word in ((Sender.CUSTOMER, "question of the long chat"), (Sender.AGENT, "answer"))
    ]
    sentences = read(Ticket((*turns, Message(Sender.CUSTOMER, "Where is my parcel now?")))).sentences
    assert sentences[0].text == "Where is my parcel now?"
    assert len(sentences) <= 5
