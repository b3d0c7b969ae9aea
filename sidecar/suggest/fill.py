"""Filling the placeholders of an answer from what the page shows; what is missing stays and is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from sidecar.knowledge.model import Placeholder
from sidecar.suggest.model import FilledPlaceholder, Person, Ticket
from sidecar.suggest.names import split_name

#: A gap in html, as the placeholder compiler writes it; attributes come in any order.
_HTML_GAP = re.compile(r"<span\b(?=[^>]*\bdata-placeholder=\"([^\"]*)\")([^>]*)>(.*?)</span>", re.DOTALL)
_FALLBACK = re.compile(r"\bdata-fallback=\"([^\"]*)\"")
#: A gap in text: `{{customer.first_name}}`.
_TEXT_GAP = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """An answer with its gaps filled as far as possible."""

    html: str
    text: str
    placeholders: tuple[FilledPlaceholder, ...]


def fill(html: str, text: str, placeholders: Sequence[Placeholder], context: Mapping[str, str]) -> Filled:
    """Fill the gaps of an answer.

    Args:
        html: With gaps as `<span data-placeholder="name" data-fallback="...">`.
        text: The same with gaps as `{{name}}`.
        placeholders: The gaps with the fallbacks their author gave.
        context: Canonical name -> value; values are plain text and are escaped.

    Returns:
        The texts, and one entry for each name that stands in them, in the order of the text.
    """
    if not placeholders and "data-placeholder" not in html:
        return Filled(html, text, ())
    fallbacks = {each.name: each.fallback for each in placeholders if each.fallback}
    fallbacks |= {
        unescape(m[1]): unescape(f[1])
        for m in _HTML_GAP.finditer(html)
        if (f := _FALLBACK.search(m[2])) and f[1]
    }
    names = dict.fromkeys(unescape(match[1]) for match in _HTML_GAP.finditer(html))
    declared = {each.name: each for each in placeholders}
    names |= dict.fromkeys(match[1] for match in _TEXT_GAP.finditer(text) if match[1] in declared)
    values = {name: context.get(name) or fallbacks.get(name) for name in names}
    return Filled(
        html=_HTML_GAP.sub(lambda match: _html_value(match, values), html),
        text=_TEXT_GAP.sub(lambda match: values.get(match[1]) or match[0], text),
        placeholders=tuple(
            _filled(declared.get(name) or Placeholder(name), value) for name, value in values.items()
        ),
    )


def _filled(gap: Placeholder, value: str | None) -> FilledPlaceholder:
    return FilledPlaceholder(gap.name, value or None, not value, gap.kind, gap.choices)


def context_of(ticket: Ticket) -> dict[str, str]:
    """Return what a ticket knows for each canonical placeholder name; unknown ones are absent."""
    found: dict[str, str | None] = {
        "ticket.id": ticket.ticket_id,
        "ticket.subject": ticket.subject,
        "ticket.url": ticket.url,
        "company.name": ticket.company,
    }
    for role, person in (("customer", ticket.customer), ("agent", ticket.agent)):
        found |= {f"{role}.{part}": value for part, value in _parts(person).items()}
    return {name: value.strip() for name, value in found.items() if value and value.strip()}


def _parts(person: Person) -> dict[str, str | None]:
    first, last = split_name(person.name)
    first, last = person.first_name or first, person.last_name or last
    return {
        "name": _full_name(person, first, last),
        "first_name": first,
        "last_name": last,
        "email": person.email,
    }


def _full_name(person: Person, first: str | None, last: str | None) -> str | None:
    if (
        person.name
        and "," not in person.name
        and any(char.isalpha() for char in person.name)
        and "@" not in person.name
    ):
        return person.name
    return " ".join(part for part in (first, last) if part) or None


def _html_value(match: re.Match[str], values: Mapping[str, str | None]) -> str:
    value = values.get(unescape(match[1]))
    return escape(value, quote=False) if value else match[0]
