"""Nothing a customer asks is cut, whatever stands around it, and no mail takes long to read."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
import yaml

from sidecar.suggest.quoting import own_words
from sidecar.suggest.wording import phrases

CASES = sorted((Path(__file__).parent / "conversations").glob("*.yaml"))
PROSE = (
    "The printer in room four shows E-1042 since Monday.",
    "Best of all would be a refund, from what I read in the terms.",
    "I sent the form to you on 5 May 2026, and nobody wrote back.",
    "Thanks to the update my account is locked: what can I do?",
    "To whom do I send the signed contract?",
    "Subject to what conditions can I return it?",
    "Dear customers were promised a discount of 10 percent.",
    "Regards from the bank were all I got instead of my card.",
    "Sent from Berlin on 3 May, my parcel never arrived. Where is it?",
    "Hallo funktioniert die Karte auch im Ausland?",
    "Danke der Nachfrage, aber der Drucker druckt immer noch nicht.",
    "Merci de me dire comment changer mon mot de passe ?",
    "Gracias a la actualización no puedo entrar en mi cuenta.",
    "سلام چطور می‌توانم سفارشم را لغو کنم؟",
    "你好请问怎么退货？",
    "สวัสดีครับ ผมอยากคืนสินค้า",
)
AROUND = (
    "",
    "Hi Anna,",
    "Sehr geehrte Damen und Herren,",
    "Best regards\nJohn Smith",
    "Cordialement,\nJean",
    "-- \nJane Roe\nwww.example.com",
    "Sent from my iPhone",
    "On Mon, Jan 5, 2026 at 10:00 AM Support <s@example.com> wrote:\n> Hello\n> what is it?",
    "-----Original Message-----\nFrom: Support\nSent: Monday\nSubject: x\nHello",
)


@pytest.mark.parametrize("prose", PROSE)
def test_plain_words_are_read_as_they_stand(prose: str) -> None:
    assert own_words(prose).split() in (prose.split(), prose.removeprefix("สวัสดีครับ ").split())


@pytest.mark.parametrize("below", list(itertools.permutations(AROUND[3:], 2)))
def test_a_question_survives_what_stands_around_it(below: tuple[str, ...]) -> None:
    question = "How do I cancel order 12 of last week?"
    for above in AROUND[:3]:
        assert own_words("\n\n".join([above, question, *below])).strip().startswith(question)


def test_a_question_asked_between_other_peoples_lines_survives() -> None:
    """Each fixture's own sentences still come out with a question more at the top."""
    for case in CASES:
        text = "How do I cancel order 12?\n\n" + yaml.safe_load(case.read_text("utf-8"))["text"]
        assert own_words(text).startswith("How do I cancel order 12?"), case.stem


@pytest.mark.parametrize(
    "hostile",
    [
        ">" * 100_000,
        "> \n" * 33_000,
        " " * 100_000,
        "\n" * 100_000,
        "a@" * 50_000,
        "<a@" * 33_000,
        "thanks " * 15_000,
        "thanks" + " " * 100_000 + "x",
        "hello " * 17_000,
        "On 2026 " * 12_500,
        "On 2026\n" * 12_500,
        "From: a@b\n" * 10_000,
        "-" * 100_000,
        "_-" * 50_000,
        "Thanks\n" * 14_000,
        "wrote:\n" * 14_000,
        "On 5 May 2026 Bob wrote:\n" * 4_000,
        "---------- Forwarded message ---------\n" * 2_500,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_mail_takes_long(hostile: str) -> None:
    """100,000 characters of anything are read in less than half a second."""
    started = time.thread_time()
    own_words(hostile)
    assert time.thread_time() - started < 0.5


def test_a_kind_of_phrase_that_no_list_has_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no list in .* begins with 'gretings:'"):
        phrases("gretings")
