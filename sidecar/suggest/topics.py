"""What a ticket and an answer are both about: tags, folders, names of products."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from sidecar.knowledge.model import Answer
from sidecar.search.analysis import analyze
from sidecar.suggest.model import Ticket
from sidecar.suggest.recents import inverse_frequency

#: How much a shared tag says, a label of the answer that subject or address has, and a title with all of the
#: telling words of the subject (names of products above all).
_TAG = 1.0
_LABEL = 0.75
_TITLE = 0.5
#: What a word tells that stands in every fifth passage: it names nothing in particular.
_COMMON = inverse_frequency(1000, 200)
#: How `Billing::Refund` and `help-centre/returns` are cut into labels, and a label into words.
_LEVELS = re.compile(r"::|[/\\>|]")
_SEPARATORS = re.compile(r"[_\-+.]+")
_HOST_WORD = re.compile(r"[^\W\d_]{3,}")
#: Parts of the hosts of any helpdesk; the rest names a brand or a product.
_ANYWHERE = frozenset({"com", "desk", "help", "helpdesk", "net", "org", "support", "tickets", "www"})


@dataclass(frozen=True, slots=True)
class Topics:
    """What a ticket is about: its tags, the terms of its subject and address, and how much those tell.

    `telling` has the terms of the subject that are rare in the knowledge, such as names of products.
    """

    tags: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    telling: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """What an answer has in common with a ticket; `share` is from 0 to 1, `label` the tag or folder."""

    share: float = 0.0
    label: str | None = None


NO_TOPICS = Topics()
_NOTHING = Shared()


def topics_of(ticket: Ticket, subject: str, language: str, tells: Mapping[str, float]) -> Topics:
    """Return what a ticket is about.

    Args:
        ticket: What the page shows.
        subject: The ticket's subject without what mail programs add.
        language: BCP 47 tag of the ticket.
        tells: How much each term of the ticket tells, by its rarity in the knowledge.
    """
    terms = [term for term in analyze(subject, language) if not term.stop]
    said = {form for term in terms for form in (term.text, term.surface)}
    telling = {term.text: tells[term.text] for term in terms if tells.get(term.text, 0.0) > _COMMON}
    return Topics(
        tags=frozenset(key for tag in ticket.tags if (key := _key(tag))),
        terms=frozenset(said.union(_address_terms(ticket.url))),
        telling=telling,
    )


def shared_topics(answer: Answer, topics: Topics) -> Shared:
    """Return what an answer has in common with the topics of a ticket, the strongest of it."""
    if topics.tags:
        for tag in answer.tags:
            if any(_key(level) in topics.tags for level in (tag, *_levels(tag))):
                return Shared(_TAG, tag)
    if topics.terms:
        for label in (*answer.tags, *_levels(answer.folder or "")):
            words = _words(label, answer.language)
            if words and all(forms & topics.terms for forms in words):
                return Shared(_LABEL, label)
    if topics.telling:
        titled = frozenset[str]().union(*_words(answer.title, answer.language))
        told = sum(tells for term, tells in topics.telling.items() if term in titled)
        return Shared(_TITLE * told / sum(topics.telling.values()))
    return _NOTHING


def _key(label: str) -> str:
    return " ".join(_SEPARATORS.sub(" ", label).casefold().split())


def _levels(label: str) -> list[str]:
    return [part.strip() for part in _LEVELS.split(label) if part.strip()]


@lru_cache(maxsize=4096)
def _words(label: str, language: str) -> tuple[frozenset[str], ...]:
    """Return the words of a label that tell something, each with its forms."""
    terms = analyze(_SEPARATORS.sub(" ", label), language)
    return tuple(frozenset((term.text, term.surface)) for term in terms if not (term.stop or term.extra))


def _address_terms(url: str | None) -> Collection[str]:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # an address with brackets that enclose no IPv6 address
        return ()
    return set(_HOST_WORD.findall(host)) - _ANYWHERE
