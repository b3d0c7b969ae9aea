"""From the rows a search box finds to answers: the best passage of each, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from tantivy import DocAddress

from sidecar.search.box.needle import BoxHit, BoxResult
from sidecar.search.box.query import level_of
from sidecar.search.snapshot import Snapshot

Row = tuple[float, DocAddress]


def box_result(
    rows: Sequence[Row], answers: Sequence[int], shelf: Snapshot, limit: int, total: int
) -> BoxResult:
    """Return the first answers of some rows.

    Args:
        rows: The best rows, best first.
        answers: The number of the answer of each.
        shelf: Where they were found.
        limit: How many answers are wanted.
        total: How many rows there are, beyond these, too.
    """
    first: dict[int, int] = {}
    for place, answer in enumerate(answers):
        first.setdefault(answer, place)
    places = list(islice(first.values(), limit))
    chosen = [rows[place] for place in places]
    hits = [
        BoxHit(answers[place], ordinal, score, level)
        for place, (packed, _), ordinal in zip(places, chosen, shelf.values("ordinal", chosen), strict=True)
        for level, score in (level_of(packed),)
    ]
    # Equal scores come in the order in which the rows lie, which a merge of segments changes.
    hits.sort(key=lambda each: (-each.level, -each.score, each.answer))
    share = len(first) / len(rows) if rows else 0.0
    return BoxResult(tuple(hits), len(first) if total <= len(rows) else round(total * share))
