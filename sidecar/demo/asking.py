"""Asks the sidecar about sample tickets, and prints the answers for those who have no browser at hand."""

from __future__ import annotations

import html
import re
from typing import Any

from sidecar.commands.connection import Api
from sidecar.commands.output import say
from sidecar.demo.helpdesk.samples import Ticket, load_tickets
from sidecar.demo.helpdesk.server import AGENT

#: What a newcomer reads in the terminal: a plain case, two questions in one ticket, another language.
SHOWN = ("48213", "48195", "48209")
_LIMIT = 3
_WIDTH = 96


def request_of(ticket: Ticket, address: str) -> dict[str, Any]:
    """Return the body of `POST /v1/suggest` that the extension would send for a sample ticket.

    Args:
        ticket: The ticket as the helpdesk shows it.
        address: Where the helpdesk is served.
    """
    return {
        "page": {"url": f"{address}/tickets/{ticket.id}", "helpdesk": None, "ticket_id": ticket.id},
        "subject": ticket.subject,
        "messages": [
            {"from": one.sender, "text": one.text or "", "at": one.at.isoformat()} for one in ticket.messages
        ],
        "reply_public": True,
        "customer": {"name": ticket.requester["name"], "email": ticket.requester["email"]},
        "agent": {"name": AGENT},
        "limit": _LIMIT,
    }


async def show_suggestions(api: Api, address: str) -> None:
    """Print what would stand beside three of the sample tickets."""
    tickets = load_tickets()
    say("", "What agents would see beside three of the tickets:")
    for number in SHOWN:
        answer = await api.post("/v1/suggest", request_of(tickets[number], address))
        say("", f"#{number} {tickets[number].subject}  ({tickets[number].requester['name']})", style="bold")
        for line in lines_of(answer):
            say(line)


def lines_of(answer: dict[str, Any]) -> list[str]:
    """Return a suggest response as lines of text: title, kind, trust, and the sentence that fits."""
    if not answer["confident"]:
        return ["   Nothing fits well enough to be suggested."]
    lines = []
    for place, one in enumerate(answer["suggestions"], start=1):
        audience = ", internal" if one["audience"] == "internal" else ""
        lines.append(f"   {place}. {one['title']}  [{one['kind']}{audience}, {_trust(one['trust'])}]")
        lines.append(f"      {_plain(one['excerpt_html'])}")
    return lines


def _trust(trust: dict[str, Any]) -> str:
    if trust["state"] == "verified":
        return f"verified by {trust['by']}"
    words = {"due": "review due", "changed": "changed since verified", "unverified": "not verified"}
    return words.get(trust["state"], str(trust["state"]))


def _plain(excerpt_html: str) -> str:
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", excerpt_html)).split())
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH].rsplit(' ', 1)[0]} ..."
