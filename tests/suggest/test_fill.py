"""Placeholders, names and personal data."""

from __future__ import annotations

import pytest

from sidecar.knowledge.model import Placeholder
from sidecar.suggest.fill import context_of, fill
from sidecar.suggest.model import FilledPlaceholder, Person, Ticket
from sidecar.suggest.names import split_name
from sidecar.suggest.scrub import is_card, is_iban, scrub

FIRST = '<span data-placeholder="customer.first_name" data-fallback="there">{{customer.first_name}}</span>'
ORDER = '<span data-placeholder="Order &quot;No&quot;">{{Order "No"}}</span>'
GAPS = (Placeholder("customer.first_name", "there"), Placeholder('Order "No"'))


def test_values_are_filled_and_escaped_in_both_forms() -> None:
    filled = fill(
        f"<p>Hi {FIRST}</p>", "Hi {{customer.first_name}}", GAPS[:1], {"customer.first_name": "A<b>&"}
    )
    assert filled.html == "<p>Hi A&lt;b&gt;&amp;</p>"
    assert filled.text == "Hi A<b>&"


def test_a_fallback_serves_and_what_is_missing_stays_and_is_listed() -> None:
    filled = fill(f"{FIRST} {ORDER}", '{{customer.first_name}} {{Order "No"}}', GAPS, {})
    assert filled.html == f"there {ORDER}"
    assert filled.text == 'there {{Order "No"}}'
    assert filled.placeholders == (
        FilledPlaceholder("customer.first_name", "there", missing=False),
        FilledPlaceholder('Order "No"', None, missing=True),
    )


def test_only_what_stands_in_the_shown_part_is_asked_for() -> None:
    assert fill("<p>x</p>", "x {{not_ours}}", GAPS, {}).placeholders == ()


def test_values_of_the_agent_override_the_page() -> None:
    context = context_of(Ticket(customer=Person(name="Ann Lee"))) | {"customer.first_name": "Anna"}
    assert fill(FIRST, "", GAPS[:1], context).html == "Anna"


def test_the_page_gives_all_canonical_names() -> None:
    ticket = Ticket(
        subject="Refund",
        url="https://example.com/1",
        ticket_id="1",
        customer=Person(name="Nguyen, Anna", email="a@example.com"),
        agent=Person(name="ben@example.com", first_name="Ben"),
        company="Example",
    )
    assert context_of(ticket) == {
        "ticket.id": "1",
        "ticket.subject": "Refund",
        "ticket.url": "https://example.com/1",
        "company.name": "Example",
        "customer.name": "Anna Nguyen",
        "customer.first_name": "Anna",
        "customer.last_name": "Nguyen",
        "customer.email": "a@example.com",
        "agent.name": "Ben",
        "agent.first_name": "Ben",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anna Nguyen", ("Anna", "Nguyen")),
        ("Nguyen, Anna", ("Anna", "Nguyen")),
        ("Smith, Dr. John", ("John", "Smith")),
        ("John Smith, PhD", ("John", "Smith")),
        ("John Smith Jr.", ("John", "Smith")),
        ("Dr. Anna van der Berg", ("Anna", "van der Berg")),
        ("Frau Müller", (None, "Müller")),
        ("Anna", ("Anna", None)),
        ("Kim (ACME Inc.)", ("Kim", None)),
        ("张伟", ("伟", "张")),
        ("anna@example.com", (None, None)),
        ("+49 170 123", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_names_are_split_sensibly(name: str | None, expected: tuple[str | None, str | None]) -> None:
    assert split_name(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail me at a.b+c@example.com please", "Mail me at please"),
        ("Call +49 170 1234567 or 555-123-4567.", "Call or."),
        ("Card 4111 1111 1111 1111 was declined", "Card was declined"),
        ("Pay to DE89 3704 0044 0532 0130 00 now", "Pay to now"),
        ("Order number: 4711-A is late", "Order number: is late"),
        ("Meine Kundennummer 99887 fehlt", "Meine Kundennummer fehlt"),
        ("Bestellung #123456", "Bestellung"),
        ("My name is Anna Nguyen and I wait", "My name is and I wait"),
        ("Bob's laptop", "laptop"),
        ("see https://example.com/u/anna now", "see now"),
        ("Error E-1042 in v2.3.1 on Windows 11", "Error E-1042 in v2.3.1 on Windows 11"),
        ("I waited 14 days for 250 EUR", "I waited 14 days for 250 EUR"),
        ("My account is locked", "My account is locked"),
        ("I am Unable to log in", "I am Unable to log in"),
    ],
)
def test_personal_data_goes_and_the_question_stays(text: str, expected: str) -> None:
    assert scrub(text, ["Smith, Bob", "Al"]) == expected


def test_checksums_tell_cards_and_accounts_from_other_numbers() -> None:
    assert is_card("4111-1111-1111-1111")
    assert not is_card("4111-1111-1111-1112")
    assert not is_card("0000000000000000")
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB82 WEST 1234 5698 7654 33")
    assert not is_iban("short")
