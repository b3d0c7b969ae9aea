"""What the search box shows before anything is typed: pins, what is used most, then what changed last."""

from __future__ import annotations

from sqlalchemy import select

from sidecar.knowledge import personal
from sidecar.knowledge.schema import usage
from sidecar.search.box.needle import Needle
from sidecar.search.protocol import Index, Scope
from sidecar.suggest.finding import Finding
from sidecar.suggest.presenting import Shown
from sidecar.suggest.reasons import Facts
from sidecar.suggest.rulings import always_pinned
from sidecar.suggest.standing import Standing

#: So many of the answers used most stand first.
_MOST_USED = 200
#: So many are looked at beyond what is shown, as some may be gone from the store.
_SPARE = 50
#: A trust state is looked for among so many.
_LOOKED_THROUGH = 2_000


def listed(index: Index, scope: Scope, standing: Standing, start: int, end: int) -> Finding:
    """Return some of the answers there are, from `start` to `end` in order, and how many there are at all."""
    through_all = standing.asks_for_trust
    total, newest = index.newest(scope, _LOOKED_THROUGH if through_all else end + _MOST_USED + _SPARE)
    own, team = personal.pinned(standing.conn, standing.viewer.name), always_pinned(standing.conn)
    first = dict.fromkeys((*own, *team, *_used(standing)))
    inside = index.inside(scope, list(first)) if first else set()
    order = dict.fromkeys((*(number for number in first if number in inside), *newest))
    numbers = list(order)
    if through_all and numbers:
        numbers = standing.trusted(numbers)
        total = round(total * len(numbers) / len(order))
    page = standing.there(numbers)[start:end]
    shown = [
        Shown(card, 0.0, facts=Facts(own_pin=card.number in own, pinned_by=team.get(card.number)))
        for card in standing.cards(page).values()
    ]
    return Finding(tuple(shown), max(total, start + len(shown) if shown else 0), Needle())


def _used(standing: Standing) -> list[int]:
    """Return the answers that were inserted most often."""
    most = (
        select(usage.c.answer_number)
        .where(usage.c.inserted > 0)
        .order_by(usage.c.inserted.desc(), usage.c.answer_number)
        .limit(_MOST_USED)
    )
    return list(standing.conn.execute(most).scalars())
