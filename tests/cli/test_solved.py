"""Exports of solved tickets: what of them is sent to be learned; each file in `solved_cases` is a case."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from sidecar.commands.solved.model import NO_REPLY, NOT_SOLVED, case
from sidecar.commands.solved.reading import is_labelled, read_solved
from sidecar.commands.solved.values import plain
from sidecar.commands.state import WrongUsage

CASES = sorted((Path(__file__).parent / "solved_cases").iterdir())


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_export(file: Path, snapshot: SnapshotAssertion) -> None:
    assert told(file) == snapshot


def told(file: Path) -> Any:
    if is_labelled(file):
        return "names the answers"
    cases: list[Any] = []
    try:
        for ticket in read_solved(file):
            each = case(ticket)
            cases.append({each.place: each.problem or each.row})
    except WrongUsage as error:
        cases.append({"error": str(error).replace(str(file), file.name)})
    return cases


def test_the_tickets_of_django_helpdesks_own_demonstration_are_read(test_data: Path) -> None:
    dump = test_data / "replies" / "django-helpdesk-demo" / "demo.json"
    cases = [case(ticket) for ticket in read_solved(dump)]
    assert cases
    assert {each.problem for each in cases} <= {None, NOT_SOLVED, NO_REPLY}


def test_freshdesks_own_sample_of_a_list_says_what_it_lacks(test_data: Path) -> None:
    (ticket,) = read_solved(test_data / "exports" / "freshdesk-samples" / "all_tickets.json")
    assert case(ticket).problem == NOT_SOLVED


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two <b>bold</b></p>", "One\n\ntwo bold"),
        ("a<br>b", "a\nb"),
        ("<ul><li>x</li><li>y</li></ul>", "x\n\ny"),
        ("<p>Mine</p><blockquote>theirs</blockquote>after", "Mine\nafter"),
        ('<p>Mine</p><div class="gmail_quote">theirs</div>', "Mine"),
        ("<script>alert(1)</script><!-- x --><p>Hi</p>", "Hi"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("", ""),
    ],
)
def test_messages_are_read_as_plain_text_without_history(html: str, text: str) -> None:
    assert plain(html) == text


_KEYS = re.findall(
    r"\w+",
    "tickets comments requester_id author_id public body articles sender history Type Content status model"
    " conversations description helpdesk_ticket notes assets Ticket TicketArticle fields ticket_events"
    " child_events question reply",
)
_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=150)
@given(said=_ODD, lines=st.booleans())
def test_no_export_however_odd_is_more_than_refused(
    said: Any, lines: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("export") / "a.json"
    file.write_text(json.dumps(said if lines else [said], indent=None if lines else 1), encoding="utf-8")
    try:
        cases = [case(ticket) for ticket in read_solved(file)]
    except WrongUsage:
        return
    assert all(each.problem or (each.row["text"] and each.row["replies"]) for each in cases)
