"""The sample inbox: fresh at any time, in four languages, and every answer it points to exists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sidecar.demo.helpdesk.samples import load_tickets, parse_age
from tests.demo.reading import Sample

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


def test_the_inbox_shows_what_an_agent_meets_in_a_day() -> None:
    tickets = list(load_tickets(NOW).values())
    assert len(tickets) >= 8
    assert {ticket.channel for ticket in tickets} == {"mail", "form", "chat"}
    assert {ticket.editor for ticket in tickets} == {"rich", "plain"}
    assert [ticket.subject for ticket in tickets if not ticket.fits] == [
        "Trophies for our school chess tournament"
    ]
    assert any(len(ticket.fits) > 1 for ticket in tickets)
    assert any(one.sender == "note" for ticket in tickets for one in ticket.messages)
    assert any("\n> " in (one.text or "") for ticket in tickets for one in ticket.messages)


def test_messages_are_recent_whenever_the_demonstration_runs() -> None:
    tickets = list(load_tickets(NOW).values())
    for ticket in tickets:
        times = [message.at for message in ticket.messages]
        assert times == sorted(times)
        assert NOW - timedelta(days=3) < times[0] < NOW
    assert [ticket.updated for ticket in tickets] == sorted((one.updated for one in tickets), reverse=True)


def test_every_answer_a_ticket_needs_is_in_the_knowledge(samples: list[Sample]) -> None:
    ids = {sample.document.external_id for sample in samples}
    for ticket in load_tickets().values():
        assert set(ticket.fits) <= ids, f"ticket {ticket.id} points to answers that do not exist"


@pytest.mark.parametrize(
    ("age", "length"),
    [("5m", timedelta(minutes=5)), ("2d 3h", timedelta(days=2, hours=3)), ("1h 12m", timedelta(hours=1.2))],
)
def test_ages_are_read(age: str, length: timedelta) -> None:
    assert parse_age(age) == length


@pytest.mark.parametrize("age", ["", "2 days", "3w", "1h,2m", "-1h"])
def test_an_age_that_cannot_be_read_says_how_to_write_it(age: str) -> None:
    with pytest.raises(ValueError, match="2d 3h"):
        parse_age(age)
