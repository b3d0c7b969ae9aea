"""Word vectors: how they stand, and the sentences they are fitted to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sidecar.web.wire.base import Incoming, Outgoing


class SemanticOut(Outgoing):
    """How the word vectors stand; all but `built`, `fault` and `advice` are `null` where there are none.

    `agreement` is the mean cosine to the model on texts not fitted to, `published` and `tickets` how many
    sentences and tickets were, `unknown_share` the share (0 to 1) of the words the team says that have no
    vector of their own, `unknown_words` how many different ones come again and again.
    """

    built: bool
    fault: str | None
    advice: str
    name: str | None = None
    model: str | None = None
    built_at: datetime | None = None
    published: int | None = None
    tickets: int | None = None
    words: int | None = None
    dim: int | None = None
    agreement: float | None = None
    unknown_share: float | None = None
    unknown_words: int | None = None
    bytes: int = 0
    unfinished: bool = False


class SentencesQuery(Incoming):
    """Which page: the answers after a number."""

    after: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 300


class SentenceOut(Outgoing):
    """A sentence of the team, with its language (BCP 47)."""

    text: str
    language: str


class SentencesOut(Outgoing):
    """A page of sentences; `after` is what to ask for next, `null` at the end."""

    sentences: list[SentenceOut]
    after: int | None


class SemanticRemovedOut(Outgoing):
    """How many bytes were freed."""

    freed: int
