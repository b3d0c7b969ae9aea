"""The team's own synonyms on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from sidecar.search.analysis import analyze
from sidecar.web.wire.base import Incoming, Name, Outgoing


def _says_something(phrase: str) -> str:
    if not analyze(phrase):
        raise ValueError("has no word to look for")
    return phrase


Phrase = Annotated[Name, AfterValidator(_says_something)]


class SynonymsIn(Incoming):
    """Phrases that mean the same to this team."""

    phrases: Annotated[tuple[Phrase, ...], Field(min_length=2, max_length=50)]


class SynonymQuery(Incoming):
    """The phrase to take out."""

    phrase: Name


class SynonymsOut(Outgoing):
    """All groups of phrases that mean the same."""

    groups: tuple[tuple[str, ...], ...]
