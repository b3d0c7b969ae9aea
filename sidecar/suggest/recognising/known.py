"""All answers by what stands in them, and which of them a reply holds.

A reply holds an answer if most of the answer's rows of four words stand in it, whatever was filled into its
gaps, and if the answer makes up a good part of what the reply says beside greeting, thanks and closing: those
may be saved replies of their own, and tell nothing of what was asked. Where answers overlap, the one
that explains most counts, so that a shorter variant, a signature or a duplicate does not count beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from connectors.model import Kind
from sidecar.knowledge.schema import answers, passages
from sidecar.suggest.letter import body_span
from sidecar.suggest.quoting import own_words
from sidecar.suggest.recognising.shingles import Numbers, covered, shingles, words

_GAP = re.compile(r"\{\{[^{}]*\}\}")
_LINK = re.compile(r"https?://[^\s<>\"')\]]+")
#: Shorter pieces of answers are phrases that anybody writes.
_LEAST = 3
#: The share of an answer's shingles that must stand in the reply, by how many it has.
_WHOLE, _MOST, _MUCH = (5, 1.0), (15, 0.75), 0.6
#: The share of the reply's words that the answer must make up: the first, and each further one.
_SHARE, _FURTHER = 0.3, 0.1
#: How much of a further answer must be new beside the ones before it.
_NEW = 0.6
#: A short answer that opens or closes a reply, but for a few words, is a courtesy, unless it is nearly all.
_COURTESY, _EDGE, _ALONE = 20, 3, 0.6
_BRIDGE = 8
#: Of articles every so many shingles are kept: there are many, and they are long.
_SAMPLED = 4
_MOST_LINKS = 2
_LONGEST_REPLY = 20_000


@dataclass(frozen=True, slots=True)
class Recognised:
    """An answer found in a reply. `share` is how much of the reply it makes up, from 0 to 1."""

    number: int
    id: str
    title: str
    share: float


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece of an answer: a reply whole, of an article a passage."""

    number: int
    id: str
    title: str
    is_reply: bool
    total: int


@dataclass(slots=True)
class KnownTexts:
    """The texts of all answers as they were at change `seq`."""

    seq: int
    units: list[_Unit] = field(default_factory=list)
    vocabulary: dict[str, int] = field(default_factory=dict)
    hashes: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    owners: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    links: dict[str, _Unit] = field(default_factory=dict)

    def answers_in(self, reply: str) -> list[Recognised]:
        """Return the answers that a reply holds, the one that makes up most of it first."""
        said = own_words(reply[:_LONGEST_REPLY])
        first, last = body_span(said)
        pieces = [words(said[:first]), words(said[first:last]), words(said[last:])]
        body = slice(len(pieces[0]), len(pieces[0]) + len(pieces[1]))
        return self._by_text([word for piece in pieces for word in piece], body) or self._by_links(said)

    def _by_text(self, written: Sequence[str], body: slice) -> list[Recognised]:
        """Return the answers that make up the body of a reply; they may hold its greeting, too."""
        unknown = len(self.vocabulary)
        numbers = shingles([self.vocabulary.get(word, unknown + at) for at, word in enumerate(written)])
        first = np.searchsorted(self.hashes, numbers, side="left")
        behind = np.searchsorted(self.hashes, numbers, side="right")
        places: dict[int, list[int]] = defaultdict(list)
        distinct: dict[int, set[int]] = defaultdict(set)
        for place in np.flatnonzero(behind > first):
            for owner in self.owners[first[place] : behind[place]]:
                places[int(owner)].append(int(place))
                distinct[int(owner)].add(int(numbers[place]))
        parts = [
            (covered(places[owner], len(written), _BRIDGE)[body], unit)
            for owner, held in distinct.items()
            if _is_held(len(held), (unit := self.units[owner]).total)
        ]
        return _explaining(parts, body.stop - body.start)

    def _by_links(self, said: str) -> list[Recognised]:
        linked = {_plain(link): None for link in _LINK.findall(said)}
        found = {unit.number: unit for link in linked if (unit := self.links.get(link))}
        if not found or len(found) > _MOST_LINKS:
            return []
        return [Recognised(unit.number, unit.id, unit.title, 0.0) for unit in found.values()]


def _is_held(held: int, total: int) -> bool:
    if held < _LEAST:
        return False
    wanted = next((share for most, share in (_WHOLE, _MOST) if total <= most), _MUCH)
    return held >= wanted * total


def _explaining(parts: list[tuple[NDArray[np.bool_], _Unit]], length: int) -> list[Recognised]:
    """Return the answers that together explain the reply, each by what those before it leave."""
    parts.sort(key=lambda part: (-int(part[0].sum()), not part[1].is_reply, part[1].total, part[1].number))
    explained = np.zeros(length, dtype=np.bool_)
    found: dict[int, Recognised] = {}
    for known, unit in parts:
        size = int(known.sum())
        new = int((known & ~explained).sum())
        if not new or new < (_FURTHER if found else _SHARE) * length or new < _NEW * size:
            continue
        at_edge = known[:_EDGE].any() or known[-_EDGE:].any()
        if size < _COURTESY and at_edge and (found or new < _ALONE * length):
            continue
        explained |= known
        found.setdefault(unit.number, Recognised(unit.number, unit.id, unit.title, new / length))
    return list(found.values())


def newest_change(conn: Connection) -> int:
    """Return the number of the newest change of an answer."""
    return int(conn.execute(select(func.max(answers.c.seq))).scalar() or 0)


def known_texts(conn: Connection) -> KnownTexts:
    """Read the texts of all answers that are there."""
    known = KnownTexts(newest_change(conn))
    hashes: list[Numbers] = []
    owners: list[NDArray[np.int32]] = []
    for row in _rows(conn):
        is_reply = row.kind == Kind.REPLY
        numbers = _numbers(row.text, known.vocabulary)
        if not is_reply:
            numbers = numbers[numbers % np.uint64(_SAMPLED) == 0]
        unit = _Unit(row.number, row.id, row.title, is_reply, len(numbers))
        if row.url and _plain(row.url).count("/") > 2:  # noqa: PLR2004 - "https://host/page", not the host alone
            known.links.setdefault(_plain(row.url), unit)
        if len(numbers) >= _LEAST:
            hashes.append(numbers)
            owners.append(np.full(len(numbers), len(known.units), dtype=np.int32))
            known.units.append(unit)
    if hashes:
        every, whose = np.concatenate(hashes), np.concatenate(owners)
        order = np.argsort(every, kind="stable")
        known.hashes, known.owners = every[order], whose[order]
    return known


def _rows(conn: Connection) -> Iterator[Any]:
    query = (
        select(
            answers.c.number, answers.c.id, answers.c.title, answers.c.kind, answers.c.url, passages.c.text
        )
        .join(passages, passages.c.answer_number == answers.c.number)
        .where(answers.c.gone_at.is_(None))
        .order_by(answers.c.number, passages.c.ordinal)
    )
    yield from conn.execute(query)


def _numbers(text: str, vocabulary: dict[str, int]) -> Numbers:
    """Return an answer's shingles; none reaches over a gap, for nobody knows what is filled in."""
    pieces = [
        shingles([vocabulary.setdefault(word, len(vocabulary)) for word in words(piece)])
        for piece in _GAP.split(text)
    ]
    return np.unique(np.concatenate(pieces)) if pieces else np.empty(0, dtype=np.uint64)


def _plain(link: str) -> str:
    """Return a link in the form in which it is compared."""
    bare = link.partition("#")[0].partition("?")[0].rstrip("/.,;:!").casefold()
    return bare.replace("http://", "https://", 1).replace("https://www.", "https://", 1)
