"""What a source means to the team, in numbers, told apart from what others mean to it."""

from __future__ import annotations

from sqlalchemy import Connection

from sidecar.knowledge import answers, asked, browsing, judging, rules, runs, sources, usage
from sidecar.knowledge.browsing import Weight
from sidecar.knowledge.ingest import prepare, store_batch
from sidecar.knowledge.model import EventType, Origin
from sidecar.knowledge.rules import Action, Condition
from tests.knowledge.conftest import NOW, Store, article, reply


def test_a_source_weighs_what_would_be_lost_with_it(conn: Connection, source_id: str, store: Store) -> None:
    assert browsing.weigh(conn, source_id) == Weight(0, 0, 0, 0, 0)
    store(reply(), article())
    other = sources.add(conn, name="others", type="folder", config={}).id
    store_batch(conn, other, [(prepare(reply(external_id="elsewhere")), None)], runs.start(conn, other), NOW)
    one, two = answers.all_numbers(conn, source_id)
    (third,) = answers.all_numbers(conn, other)
    judging.verify(conn, one, "Ada", NOW)
    for query, number in (("q1", one), ("q2", one), ("q3", two), ("q4", third), ("q5", third)):
        usage.record_event(conn, query, number, EventType.INSERTED, "Ada", NOW)
        asked.add(conn, number, f"asked {query}", "en", Origin.LEARNED, 1.0, query, NOW)
    asked.remove_for_query(conn, "q3", two, NOW)
    rules.add(conn, Action.PIN, two, Condition(), "Ada")
    assert browsing.weigh(conn, source_id) == Weight(answers=2, verified=1, inserted=3, learned=2, rules=1)
    assert browsing.weigh(conn, other) == Weight(answers=1, verified=0, inserted=2, learned=2, rules=0)
    answers.mark_gone(conn, source_id, [answers.cards(conn, [one])[one].external_id], NOW)
    assert browsing.weigh(conn, source_id) == Weight(answers=1, verified=0, inserted=1, learned=0, rules=1)
