"""What is typed into the search box: words, and operators (`tag:billing`, `is:verified`) that narrow."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from connectors.model import Audience, Kind
from sidecar.knowledge.model import TrustState


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What a search is narrowed to; `None` narrows nothing. `source` is an id or a name."""

    kind: Kind | None = None
    source: str | None = None
    tag: str | None = None
    language: str | None = None
    audience: Audience | None = None
    trust: TrustState | None = None


_STATES: dict[str, SearchFilters] = {
    **{str(state): SearchFilters(trust=state) for state in TrustState},
    **{str(each): SearchFilters(audience=each) for each in (Audience.INTERNAL, Audience.PUBLIC)},
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]+)*", re.IGNORECASE)
#: Quoted parts are passed over, so that nothing in them is an operator.
_OPERATOR = re.compile(
    r"[\"“”„«»][^\"“”„«»]*(?:[\"“”„«»]|$)"
    r"|(?<!\S)(?P<name>tag|source|kind|lang|language|is):(?:\"(?P<quoted>[^\"]+)\"|(?P<plain>[^\s\"]+))(?!\S)",
    re.IGNORECASE,
)


def read_query(typed: str) -> tuple[str, list[SearchFilters]]:
    """Return the words of what was typed, and what each operator narrows to.

    Operators are `tag:`, `source:`, `kind:`, `lang:` (or `language:`) and `is:`; a value may be quoted. What
    is no operator, or has a value that cannot be, is text.
    """
    wanted: list[SearchFilters] = []

    def take_out(match: re.Match[str]) -> str:
        found = _read(match) if match["name"] else None
        if found is None:
            return match[0]
        wanted.append(found)
        return " "

    words = _OPERATOR.sub(take_out, typed)
    return (words if words.strip() else ""), wanted


def narrowed(filters: SearchFilters, wanted: list[SearchFilters]) -> SearchFilters | None:
    """Return filters that hold together with all others, or `None` if two contradict each other."""
    for each in wanted:
        for field in fields(each):
            asked, there = getattr(each, field.name), getattr(filters, field.name)
            if asked is None:
                continue
            if there is not None and str(there).casefold() != str(asked).casefold():
                return None
            filters = replace(filters, **{field.name: asked})
    return filters


def _read(match: re.Match[str]) -> SearchFilters | None:
    name, value = match["name"].lower(), (match["quoted"] or match["plain"]).strip()
    if not value:
        return None
    if name == "tag":
        return SearchFilters(tag=value)
    if name == "source":
        return SearchFilters(source=value)
    if name == "kind":
        return SearchFilters(kind=Kind(value.lower())) if value.lower() in set(Kind) else None
    if name == "is":
        return _STATES.get(value.lower())
    return SearchFilters(language=value) if _LANGUAGE.fullmatch(value) else None
