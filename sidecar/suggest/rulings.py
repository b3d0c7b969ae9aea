"""Which of the team's rules hold for a ticket: what they put first, and what they take out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from sqlalchemy import Connection

from sidecar.knowledge import rules
from sidecar.knowledge.rules import Action, Condition, Rule
from sidecar.search.analysis import analyze, base_language
from sidecar.suggest.conversation import Reading
from sidecar.suggest.model import Ticket

#: Phrases cut into words once.
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules that hold for a ticket, by the numbers of their answers.

    `pins` come in the order in which their answers stand: what is said of fewer tickets before what is said
    of many, then the newer decision. An answer that another rule mutes is not among them.
    """

    pins: Mapping[int, Rule] = field(default_factory=dict)
    mutes: Mapping[int, Rule] = field(default_factory=dict)


def ruling(conn: Connection, ticket: Ticket, reading: Reading, language: str) -> Ruling:
    """Return the rules that hold for a ticket.

    Args:
        conn: Of the store.
        ticket: What the page shows.
        reading: What the customer wrote, without quotes and signatures.
        language: BCP 47 tag of the ticket.
    """
    known = rules.list_all(conn)
    if not known:
        return Ruling()
    holds = matcher(ticket, reading, language)
    holding = [rule for rule in known if holds(rule.condition)]
    mutes = {rule.answer_number: rule for rule in holding if rule.action is Action.MUTE}
    pins = [rule for rule in holding if rule.action is Action.PIN and rule.answer_number not in mutes]
    pins.sort(key=lambda rule: rule.at, reverse=True)
    pins.sort(key=lambda rule: -_narrowness(rule.condition))
    ordered: dict[int, Rule] = {}
    for rule in pins:
        ordered.setdefault(rule.answer_number, rule)
    return Ruling(ordered, mutes)


def always_pinned(conn: Connection) -> dict[int, str]:
    """Return the answers that the team pins for every ticket, by number, with who did; the newest first."""
    known = [rule for rule in rules.list_all(conn) if rule.condition.always]
    muted = {rule.answer_number for rule in known if rule.action is Action.MUTE}
    pins = [rule for rule in reversed(known) if rule.action is Action.PIN]
    return {rule.answer_number: rule.by for rule in pins if rule.answer_number not in muted}


def matcher(ticket: Ticket, reading: Reading, language: str) -> Callable[[Condition], bool]:
    """Return what tells whether a condition holds for a ticket."""
    tags = {_plain(tag) for tag in ticket.tags}
    helpdesk = _plain(ticket.helpdesk or "")
    host = host_of(ticket.url or "")
    said: list[_Said] = []

    def contains(phrase: str) -> bool:
        if not said:
            said.append(_Said("\n".join((ticket.subject or "", reading.text, reading.rest)), language))
        return said[0].has(phrase)

    def holds(condition: Condition) -> bool:
        kinds: Sequence[tuple[Collection[str], Callable[[str], bool]]] = (
            (condition.helpdesks, lambda name: _plain(name) == helpdesk),
            (condition.sites, lambda site: _is_below(host, host_of(site))),
            (condition.languages, lambda tag: _is_language(language, tag)),
            (condition.tags, lambda tag: _plain(tag) in tags),
            (condition.contains, contains),
        )
        return all(any(map(fits, values)) for values, fits in kinds if values)

    return holds


def host_of(address: str) -> str:
    """Return the host of an address, with or without its scheme; empty where there is none."""
    try:
        whole = address if "//" in address else f"//{address}"
        return (urlsplit(whole.strip()).hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:  # brackets that enclose no IPv6 address
        return ""


class _Said:
    """The words of a ticket in their order, ready to be looked through for phrases."""

    def __init__(self, text: str, language: str) -> None:
        terms = analyze(text, language)
        self._language = language
        self._text = text.casefold()
        self._words = [{term.text, term.surface} for term in terms if not term.extra]
        self._extra = {term.text for term in terms if term.extra}
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, forms in enumerate(self._words):
            for form in forms:
                self._places[form].append(place)

    def has(self, phrase: str) -> bool:
        """Tell whether the words of a phrase stand there side by side, each in any form."""
        wanted = _words_of(phrase, self._language)
        if not wanted:  # signs alone, which are no words
            return phrase.strip().casefold() in self._text
        if len(wanted) == 1 and (wanted[0] & self._extra or _is_one_sign(phrase, self._text)):
            return True
        starts = {place for form in wanted[0] for place in self._places.get(form, ())}
        return any(self._follows(start, wanted) for start in starts)

    def _follows(self, start: int, wanted: Sequence[frozenset[str]]) -> bool:
        there = self._words[start : start + len(wanted)]
        return len(there) == len(wanted) and all(
            one & other for one, other in zip(there, wanted, strict=True)
        )


@lru_cache(_REMEMBERED)
def _words_of(phrase: str, language: str) -> tuple[frozenset[str], ...]:
    """Return the words of a phrase, each with its forms; the same phrases are looked for in every ticket."""
    terms = analyze(phrase, language)
    return tuple(frozenset((term.text, term.surface)) for term in terms if not term.extra)


def _is_one_sign(phrase: str, text: str) -> bool:
    """Tell whether a single sign that is a word by itself, as in Chinese, stands in a text."""
    sign = phrase.strip().casefold()
    return len(sign) == 1 and not sign.isascii() and sign in text


def _narrowness(condition: Condition) -> int:
    given = (condition.contains, condition.tags, condition.helpdesks, condition.sites, condition.languages)
    return sum(1 for values in given if values)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_below(host: str, site: str) -> bool:
    return bool(site) and (host == site or host.endswith(f".{site}"))


def _is_language(language: str, wanted: str) -> bool:
    """Tell whether a language is the wanted one; `pt` holds for `pt-BR`, not the other way round."""
    if "-" in wanted or "_" in wanted:
        return language.lower().replace("_", "-") == wanted.lower().replace("_", "-")
    return base_language(language) == base_language(wanted)
