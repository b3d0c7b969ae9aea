"""One agent, one queue and the tickets that the tests open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SeededTicket:
    """A ticket as a customer wrote it; its number is its place in TICKETS, counted from 1."""

    title: str
    email: str
    description: str
    followups: tuple[tuple[str | None, str], ...] = ()


AGENT = {"username": "mara", "password": "correct horse", "first_name": "Mara", "last_name": "Lindqvist"}
TICKETS = (
    SeededTicket(
        title="Password reset link does not work",
        email="carla.neri@customer.example",
        description=(
            "Hello,\n\nI cannot sign in any more. I asked for a password reset three times, but the link in "
            "the e-mail says that it has expired.\n\nThank you\nCarla Neri"
        ),
        followups=(
            (None, "It also happens on my phone: the reset link has expired there, too."),
            ("mara", "Thank you, Carla. Which e-mail address is your account under?"),
            (None, "It is carla.neri@customer.example. Can you send me a working link?"),
        ),
    ),
    SeededTicket(
        title="Wrong size",
        email="tom@customer.example",
        description="Hi, the jacket I bought is too small. How can I return it and get my money back?\n\nTom",
    ),
    SeededTicket(
        title="Do you play chess?",
        email="olga@customer.example",
        description="Good evening, when does the regional chess tournament take place in Lyon?\n\nOlga",
    ),
    SeededTicket(
        title="Tracking stuck since Monday",
        email="ada.brennan@mail.example",
        description=(
            "Hello,\n\nthe tracking page of my order has not moved for five days now. It still says "
            '"In transit, Venlo sorting centre". Is my parcel lost? I have a race on the 6th and need '
            "those wheels.\n\nAda"
        ),
    ),
)


def seed() -> None:
    """Fill an empty, migrated database."""
    from django.contrib.auth import get_user_model
    from helpdesk.models import FollowUp, Queue, Ticket

    users: Any = get_user_model().objects
    agent = users.create_superuser(email="mara@shop.example", **AGENT)
    queue = Queue.objects.create(title="Support", slug="support", allow_public_submission=True)
    for seeded in TICKETS:
        ticket = Ticket.objects.create(
            title=seeded.title,
            queue=queue,
            submitter_email=seeded.email,
            description=seeded.description,
            assigned_to=agent,
            status=Ticket.OPEN_STATUS,
        )
        for author, comment in seeded.followups:
            user = agent if author else None
            FollowUp.objects.create(ticket=ticket, title="Comment", comment=comment, public=True, user=user)
