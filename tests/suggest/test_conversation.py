"""What of a conversation is looked for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from sidecar.suggest.conversation import read
from sidecar.suggest.model import Message, Sender, Ticket
from sidecar.suggest.quoting import own_words
from sidecar.suggest.sentences import split_sentences

CASES = sorted((Path(__file__).parent / "conversations").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_mail_is_read_as_its_author_meant_it(case: Path) -> None:
    """Each file in `conversations/` is a mail as it arrives, and the sentences that matter in it."""
    data = yaml.safe_load(case.read_text("utf-8"))
    reading = read(Ticket((Message(Sender.CUSTOMER, data["text"]),), subject=data.get("subject")))
    assert [sentence.text for sentence in reading.sentences] == data["sentences"]
    assert reading.subject == data.get("expected_subject", "")


def test_the_latest_message_weighs_most_and_answered_ones_less() -> None:
    messages = (
        Message(Sender.CUSTOMER, "How do I export my invoices?"),
        Message(Sender.AGENT, "Under Billing, choose Export."),
        Message(Sender.CUSTOMER, "Thanks! And how do I change the currency of the account?"),
    )
    sentences = read(Ticket(messages)).sentences
    assert [sentence.text for sentence in sentences] == [
        "And how do I change the currency of the account?",
        "How do I export my invoices?",
    ]
    assert sentences[0].weight == 1.0 > sentences[1].weight


def test_a_short_reply_leans_on_what_was_said_before() -> None:
    messages = (
        Message(Sender.CUSTOMER, "I cannot print."),
        Message(Sender.AGENT, "Which printer?"),
        Message(Sender.CUSTOMER, "the old one"),
    )
    assert {sentence.weight for sentence in read(Ticket(messages)).sentences} == {1.0}


def test_agents_notes_and_systems_are_not_what_the_customer_asks() -> None:
    messages = (
        Message(Sender.CUSTOMER, "Where is my parcel?", datetime(2026, 1, 1).astimezone()),
        Message(Sender.SYSTEM, "Ticket assigned to Ben"),
        Message(Sender.NOTE, "Probably fraud"),
        Message(Sender.AGENT, "We look into it."),
    )
    assert read(Ticket(messages)).text == "Where is my parcel?"


def test_without_a_customer_message_the_note_or_the_draft_is_read() -> None:
    assert read(Ticket((Message(Sender.NOTE, "Caller lost the card"),))).text == "Caller lost the card"
    assert read(Ticket((), draft="About your refund")).text == "About your refund"
    assert read(Ticket(())).is_empty


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Re: AW: [Ticket#12] Printer jam", "Printer jam"),
        ("Fwd: WG: Rechnung", "Rechnung"),
        ("Help!", ""),
        ("New message from John", ""),
        ("Question", ""),
        (None, ""),
    ],
)
def test_a_subject_counts_if_it_says_something(subject: str | None, expected: str) -> None:
    assert read(Ticket((Message(Sender.CUSTOMER, "x y z"),), subject=subject)).subject == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "Dr. Smith has v2.3.1 installed, e.g. on a Mac.",
            ["Dr. Smith has v2.3.1 installed, e.g. on a Mac."],
        ),
        ("Das ist z.B. so. Und weiter.", ["Das ist z.B. so.", "Und weiter."]),
        ("第一句。第二句？第三句！", ["第一句。", "第二句？", "第三句！"]),
        ("هل يعمل؟ نعم.", ["هل يعمل؟", "نعم."]),
        ("यह काम नहीं करता। क्यों?", ["यह काम नहीं करता।", "क्यों?"]),
        ("Steps:\n- open it\n- close it", ["Steps:", "open it", "close it"]),
        ("no punctuation\nat all", ["no punctuation", "at all"]),
        (
            "This line was wrapped by the mail program and therefore\ngoes on here. Next.",
            ["This line was wrapped by the mail program and therefore goes on here.", "Next."],
        ),
        ("...\n\n---", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


def test_a_mail_that_is_all_quotation_is_read_all_the_same() -> None:
    assert "printer" in own_words("> My printer is broken\n> since Monday")
    assert "printer" in own_words("-----Original Message-----\nFrom: a\nMy printer is broken")
