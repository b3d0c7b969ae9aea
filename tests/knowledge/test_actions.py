"""What a macro sets: read from whatever a connector put there, and shown in few words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from sidecar.knowledge import answers
from sidecar.knowledge.actions import label, unpack_actions
from sidecar.knowledge.model import Action
from sidecar.knowledge.packed import pack
from tests.knowledge.conftest import Store, reply

NOW = datetime(2026, 2, 1, tzinfo=UTC)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=400),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["field", "value", "x"]), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("status", "Status"),
        ("group_id", "Group"),
        ("set_tags", "Set tags"),
        ("assigneeId", "Assignee"),
        ("ticket.state", "Ticket.state"),
        ("custom_fields_360001", "Custom fields 360001"),
        ("id", "Id"),
        ("優先度", "優先度"),
    ],
)
def test_fields_are_named_as_people_write_them(field: str, shown: str) -> None:
    assert label(field) == shown


@given(anything)
def test_whatever_stands_there_is_read_without_harm(actions: Any) -> None:
    for action in unpack_actions(pack({"actions": actions})):
        assert action.label
        assert len(action.value) <= 300
        assert "\n" not in action.value


def test_they_come_back_from_the_store(store: Store, conn: Connection, source_id: str) -> None:
    actions = [
        {"field": "status", "value": "solved"},
        {"field": "note", "value": "a\nb"},
        "x",
        {"value": "y"},
    ]
    store(reply("one", extra={"actions": actions, "usage_7d": 3}), reply("two", extra={"usage_7d": 3}))
    one, two = (answers.find(conn, source_id, name, NOW) for name in ("one", "two"))
    assert one is not None
    assert two is not None
    assert one.actions == (Action("status", "Status", "solved"), Action("note", "Note", "a b"))
    assert two.actions == ()
