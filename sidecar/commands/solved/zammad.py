"""Zammad: tickets with their articles.

Sources: GitHub zammad/zammad-documentation `api/ticket/articles.rst` and `api/ticket/index.rst` (`body`,
`content_type`, `internal`, `type`; with `expand=true` or `all=true` `sender`, `state`, `articles`, `assets`),
GitHub zammad/zammad `db/seeds/` (senders 1 Agent, 2 Customer, 3 System; states 4 closed, 5 merged).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sidecar.commands.solved.model import SolvedTicket, Turn
from sidecar.commands.solved.values import dicts, mapping, person, plain, text

_SENDERS = {"1": "Agent", "2": "Customer", "3": "System"}
_SOLVED = frozenset({"closed", "4"})


def is_ticket(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket of Zammad with its articles."""
    said = dicts(record.get("articles")) or dicts(record.get("ticket_articles"))
    return any("sender" in each or "sender_id" in each for each in said)


def of_assets(assets: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the tickets of an answer in which Zammad gives all records by kind and id."""
    articles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for article in mapping(assets.get("TicketArticle")).values():
        articles[text(mapping(article).get("ticket_id"))].append(mapping(article))
    people = mapping(assets.get("User"))
    for record in mapping(assets.get("Ticket")).values():
        customer = people.get(text(mapping(record).get("customer_id")))
        yield {**mapping(record), "articles": articles[text(mapping(record).get("id"))], "customer": customer}


def ticket(record: Mapping[str, Any]) -> SolvedTicket:
    """Read one ticket."""
    said = dicts(record.get("articles")) or dicts(record.get("ticket_articles"))
    said.sort(key=lambda each: (text(each.get("created_at")), text(each.get("id")).zfill(12)))
    state = record.get("state") or record.get("state_id")
    named = text(mapping(state).get("name") if isinstance(state, dict) else state).casefold()
    names = [person(record.get("customer")), *(person(each.get("from")) for each in said)]
    return SolvedTicket(
        place=f"ticket {text(record.get('number') or record.get('id')) or '?'}",
        subject=text(record.get("title")),
        turns=tuple(turn for each in said if (turn := _turn(each))),
        solved=named in _SOLVED if named else None,
        names=tuple(name for name in names if name),
    )


def _turn(article: Mapping[str, Any]) -> Turn | None:
    sender = text(article.get("sender")) or _SENDERS.get(text(article.get("sender_id")), "")
    if sender not in ("Agent", "Customer"):
        return None
    is_html = "html" in text(article.get("content_type")) or None
    return Turn(
        plain(article.get("body"), is_html=is_html),
        by_agent=sender == "Agent",
        public=article.get("internal") is not True,
    )
