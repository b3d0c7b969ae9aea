"""What is typed into the search box: words, and operators (`tag:billing`, `is:verified`) that narrow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from connectors.model import Audience, Kind
from sidecar.knowledge.model import TrustState


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What a search is narrowed to; `None` narrows nothing. `source` is an id or a name.

    All `more_tags` have to be there beside `tag`; what fits one of `without` is left out.
    """

    kind: Kind | None = None
    source: str | None = None
    tag: str | None = None
    language: str | None = None
    audience: Audience | None = None
    trust: TrustState | None = None
    more_tags: tuple[str, ...] = ()
    without: tuple[SearchFilters, ...] = ()


_STATES: dict[str, SearchFilters] = {
    **{str(state): SearchFilters(trust=state) for state in TrustState},
    **{str(each): SearchFilters(audience=each) for each in (Audience.INTERNAL, Audience.PUBLIC)},
}
_SINGLE = ("kind", "source", "language", "audience", "trust")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]+)*", re.IGNORECASE)
#: Quoted parts are passed over, so that nothing in them is an operator.
_OPERATOR = re.compile(
    r"[\"“”„«»][^\"“”„«»]*(?:[\"“”„«»]|$)"
    r"|(?<!\S)(?P<minus>-?)(?P<name>tag|source|kind|lang|language|is):"
    r"(?:\"(?P<quoted>[^\"]+)\"|(?P<plain>[^\s\"]+))(?!\S)",
    re.IGNORECASE,
)
#: An operator whose value is still to come, or may go on.
_BEGUN = re.compile(r"(?<!\S)-?(?P<name>tag|source|kind|lang|language|is):(?P<value>[a-z]*)$", re.IGNORECASE)


def read_query(typed: str) -> tuple[str, list[SearchFilters]]:
    """Return the words of what was typed, and what each operator narrows to.

    Operators are `tag:`, `source:`, `kind:`, `lang:` (or `language:`) and `is:`; a value may be quoted, and a
    minus before one leaves out what fits it. One at the end that is still typed narrows nothing. What is
    no operator, or has a value that cannot be, is text.
    """
    wanted: list[SearchFilters] = []

    def take_out(match: re.Match[str]) -> str:
        found = _read(match) if match["name"] else None
        if found is None:
            return match[0]
        wanted.append(SearchFilters(without=(found,)) if match["minus"] else found)
        return " "

    words = _OPERATOR.sub(take_out, typed)
    begun = _BEGUN.search(words)
    if begun and any(value.startswith((begun["value"] or "").lower()) for value in _values(begun["name"])):
        words = words[: begun.start()]
    # What is typed and what is chosen find the same: the words alone say whether they may go on.
    return (words.strip() if wanted else words if words.strip() else ""), wanted


def narrowed(filters: SearchFilters, wanted: list[SearchFilters]) -> SearchFilters | None:
    """Return filters that hold together with all others, or `None` if two contradict each other."""
    for each in wanted:
        for name in _SINGLE:
            asked, there = getattr(each, name), getattr(filters, name)
            if asked is None:
                continue
            if there is not None and str(there).casefold() != str(asked).casefold():
                return None
            filters = replace(filters, **{name: asked})
        filters = replace(_with_tag(filters, each.tag), without=(*filters.without, *each.without))
    return filters


def _values(name: str) -> Iterable[str]:
    if name.lower() == "kind":
        return set(Kind)
    return _STATES if name.lower() == "is" else ("",)


def _with_tag(filters: SearchFilters, tag: str | None) -> SearchFilters:
    if tag is None:
        return filters
    return replace(filters, more_tags=(*filters.more_tags, tag)) if filters.tag else replace(filters, tag=tag)


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
