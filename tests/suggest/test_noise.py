"""What machines wrote never hides the question, and no text takes long to read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.suggest.conversation import read
from sidecar.suggest.model import Message, Sender, Ticket
from sidecar.suggest.noise import without_machine_text

QUESTION = "How do I cancel the order of last week?"
NOISE = (
    "\tat com.acme.Queue.lock(Queue.java:12)",
    'File "a.py", line 3, in run',
    "2026-01-05 10:00:01 INFO main - started",
    '{"status": 402, "trace": "abc"}',
    "<soap:Body><a>1</a></soap:Body>",
    "Order number: 12345",
    "Email: anna@example.com",
    "Blue T-Shirt\t2\t19.99",
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4/8",
    "begin 644 a.bin",
    "-----BEGIN PGP SIGNATURE-----",
    "🙏🙏🙏",
    "Content-Transfer-Encoding: base64",
    "",
)
HOSTILE = st.text(alphabet="aA1 .:{[<\"'\n\t|@/-#é中", min_size=1, max_size=12)


def _read(text: str) -> list[str]:
    return [each.text for each in read(Ticket((Message(Sender.CUSTOMER, text),))).sentences]


@given(st.lists(st.sampled_from(NOISE), max_size=12), st.lists(st.sampled_from(NOISE), max_size=12))
def test_a_question_between_any_noise_is_read(above: list[str], below: list[str]) -> None:
    assert QUESTION in _read("\n".join([*above, "", QUESTION, "", *below]))


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    _read(text)


@settings(max_examples=25, deadline=None)
@given(HOSTILE)
def test_no_text_takes_long(piece: str) -> None:
    """100,000 characters of any pattern are read in less than a second."""
    started = time.thread_time()
    _read(piece * (100_000 // len(piece)))
    assert time.thread_time() - started < 1


def test_the_question_behind_a_long_log_is_read() -> None:
    log = "\n".join(
        f"2026-01-05 10:00:{n % 60:02d} DEBUG [main] com.acme.Server - tick {n}" for n in range(2000)
    )
    assert _read(f"{log}\n{QUESTION}") == [QUESTION]


def test_a_story_without_full_stops_is_cut_and_its_end_is_read() -> None:
    story = "the app stopped and then i tried again and nothing happened " * 300
    sentences = _read(story + "how do i reset my password")
    assert max(map(len, sentences)) <= 400
    assert sentences[-1].endswith("how do i reset my password")


@pytest.mark.parametrize("text", ["E-1042", "0x80070005", "java.lang.IllegalStateException: queue is locked"])
def test_what_names_the_error_stays(text: str) -> None:
    assert text in without_machine_text(f"It says\n{text}\n\tat com.acme.Queue.lock(Queue.java:12)")
