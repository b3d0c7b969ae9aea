"""A ticket with several questions has an answer to each of them among the first three."""

from __future__ import annotations

from pathlib import Path

import pytest

from sidecar.search.protocol import Words
from sidecar.suggest.asks import asks, clauses
from sidecar.suggest.coverage import cover
from sidecar.suggest.meant import to_the_point
from sidecar.suggest.scoring import Candidate
from sidecar.suggest.unit import Unit
from sidecar.suggest.units import Asking, Question
from tests.suggest.running import reply, team, titles

BANK = (
    reply("Reset the password", "Open Settings and choose Reset password."),
    reply("Password rules", "A password has at least twelve letters."),
    reply("Password manager", "We support every password manager."),
    reply("Download an invoice", "Invoices are under Billing."),
    reply("Cancel the subscription", "Choose Cancel subscription under Billing."),
    reply("Opening hours", "We are there from nine to five."),
)
THREE = """Hello team,

I forgot my password. How can I reset the password?
One more thing: where can I download an invoice?
And how do I cancel the subscription?

Best regards
Peter Miller
"""


async def test_the_first_three_answer_three_questions_and_say_which(tmp_path: Path) -> None:
    async with team(tmp_path) as bank:
        await bank.store(*BANK)
        result = await bank.ask(THREE)
    assert set(titles(result)[:3]) == {
        "Reset the password",
        "Download an invoice",
        "Cancel the subscription",
    }
    questions = {each.answer.title: each.question for each in result.suggestions[:3]}
    assert questions["Download an invoice"] == "One more thing: where can I download an invoice?"
    assert questions["Cancel the subscription"] == "And how do I cancel the subscription?"
    scores = [each.score for each in result.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert result.confident


async def test_two_questions_in_one_sentence_are_two(tmp_path: Path) -> None:
    async with team(tmp_path) as bank:
        await bank.store(*BANK)
        result = await bank.ask("How can I reset the password and where can I download an invoice?")
    assert set(titles(result)[:2]) == {"Reset the password", "Download an invoice"}


async def test_what_nobody_can_answer_pushes_nothing_down(tmp_path: Path) -> None:
    async with team(tmp_path) as bank:
        await bank.store(*BANK)
        alone = await bank.ask("How can I reset the password?")
        beside = await bank.ask("How can I reset the password?\n\nDo you sponsor football clubs?")
    assert titles(beside)[:3] == titles(alone)[:3]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "How do I change my PIN and also where is my card?",
            ["How do I change my PIN", "where is my card?"],
        ),
        (
            "Wie ändere ich meine Adresse und wann kommt mein Paket?",
            ["Wie ändere ich meine Adresse", "wann kommt mein Paket?"],
        ),
        ("Как отменить заказ и когда вернут деньги?", ["Как отменить заказ", "когда вернут деньги?"]),
        ("怎么退货，另外如何开发票？", ["怎么退货", "如何开发票？"]),
        ("I like cats and what they do", ["I like cats and what they do"]),
        ("How do I top up and transfer money?", ["How do I top up and transfer money?"]),
    ],
)
def test_a_sentence_is_cut_between_its_questions(sentence: str, parts: list[str]) -> None:
    assert clauses(sentence) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "where is my card",
        "Please cancel my order",
        "ich möchte meinen Vertrag kündigen",
        "je voudrais un remboursement",
        "هل يمكن إلغاء الطلب؟",
        "请问怎么退货",
        "как отменить заказ",
        "Πώς ακυρώνω την παραγγελία;",
    ],
)
def test_questions_and_requests_are_told_without_their_mark(sentence: str) -> None:
    assert asks(sentence)
    assert not asks("The courier was friendly.")


@pytest.mark.parametrize(("nearest", "taken"), [(0.4, False), (0.8, True), (0.0, True)])
def test_a_statement_that_means_nothing_known_takes_no_place(nearest: float, *, taken: bool) -> None:
    """Nothing is known by meaning without word vectors: words alone tell then."""
    texts = ("How do I get a refund?", "I have been a customer for years.")
    units = tuple(Unit(text, Words({text: 1.0})) for text in texts)
    asking = Asking(units, Words({}), {}, (Question((0,), asked=True), Question((1,), asked=False)))
    best = 0.9 if nearest else 0.0
    found = {
        texts[0]: [Candidate(1, cosine=best, score=1.0), Candidate(2, cosine=best, score=0.6)],
        texts[1]: [Candidate(3, cosine=nearest, score=1.0)],
    }
    ranked = [*found[texts[0]], Candidate(3, cosine=nearest, score=0.1)]
    covering = cover(ranked, asking, lambda piece: (found[piece.units[0].text], 0.5))
    assert [each.answer for each in covering.ranked] == ([1, 3, 2] if taken else [1, 2, 3])


def test_a_piece_is_to_the_point_beside_the_best_piece_of_its_ticket() -> None:
    assert to_the_point(0.8, 0.9) == 1
    assert to_the_point(0.3, 0.3) == 1
    assert to_the_point(0.0, 0.9) == 1  # nothing is known of it: words tell
    assert 0 < to_the_point(0.3, 0.9) < 0.1
