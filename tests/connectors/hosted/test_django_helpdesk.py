"""Exports that the real django-helpdesk makes: edited, renamed and deleted between two syncs."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.contract import Checkpoint, Failure, Outcome, Skipped, SourceUnavailable, Upsert
from connectors.django_helpdesk.connector import DjangoHelpdeskConfig, DjangoHelpdeskConnector
from connectors.django_helpdesk.export import records
from connectors.model import Audience, BodyFormat, Document, Kind
from tests.connectors.context import PlainContext, by_id, events_of

FILL = """
from helpdesk.models import KBCategory, KBItem, PreSetReply, Queue
from django.utils.dateparse import parse_datetime
billing = Queue.objects.create(title='Billing', slug='billing', locale='de')
returns = Queue.objects.create(title='Returns', slug='returns', locale='en')
everyone = PreSetReply.objects.create(
    name='Refund sent', body='Hello,\\n\\nyour refund for {{ ticket.title }} is on its way.\\n\\n{{ user }}')
invoice = PreSetReply.objects.create(name='Rechnung', body='Ihre Rechnung zu {{ ticket.title }} liegt bei.')
invoice.queues.add(billing)
both = PreSetReply.objects.create(name='Both', body='For two queues.')
both.queues.add(billing, returns)
public = KBCategory.objects.create(name='help', title='Help', slug='help', description='d', public=True)
inside = KBCategory.objects.create(name='in', title='Inside', slug='in', description='d', public=False)
when = parse_datetime('2026-02-03T04:05:06Z')
item = dict(last_updated=when, votes=5, recommendations=4)
KBItem.objects.create(category=public, title='Returns', question='How do I send it back?',
    answer='Open **Orders**, then [Return](https://shop.example/r).', **item)
KBItem.objects.create(category=inside, title='Codes', question='Which code?', answer='Use `R2`.', **item)
KBItem.objects.create(category=public, title='Old', question='Old?', answer='Old.', enabled=False, **item)
"""
CHANGE = """
from helpdesk.models import KBItem, PreSetReply, Queue
PreSetReply.objects.filter(name='Refund sent').update(name='Refund on its way')
PreSetReply.objects.filter(name='Rechnung').update(body='Die Rechnung liegt bei.')
PreSetReply.objects.get(name='Both').delete()
KBItem.objects.filter(title='Returns').update(answer='Write to us.')
KBItem.objects.filter(title='Codes').update(enabled=False)
Queue.objects.filter(title='Billing').update(title='Invoices')
"""


@dataclass(frozen=True)
class Helpdesk:
    """A real helpdesk's database in a folder, and Django's commands over it."""

    folder: Path

    def run(self, *command: str) -> None:
        environment = {
            **os.environ,
            "HELPDESK_FOLDER": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "tests.helpdesks.django_helpdesk.settings",
        }
        subprocess.run(
            [sys.executable, "-m", "django", *command], env=environment, check=True, capture_output=True
        )

    def dump(self, name: str, *what: str) -> Path:
        path = self.folder / name
        self.run("dumpdata", *(what or ("helpdesk",)), "--output", str(path))
        return path


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Exports of one helpdesk: before and after a day's changes, packed, as lines, and of parts."""
    desk = Helpdesk(tmp_path_factory.mktemp("helpdesk"))
    desk.run("migrate", "--verbosity=0")
    desk.run("shell", "--verbosity=0", "-c", FILL)
    made = {
        "before": desk.dump("before.json"),
        "packed": desk.dump("before.json.gz"),
        "xz": desk.dump("before.json.xz"),
        "lines": desk.dump("before.jsonl", "helpdesk", "--format", "jsonl"),
        "replies": desk.dump("replies.json", "helpdesk.presetreply"),
        "other": desk.dump("other.json", "auth"),
    }
    desk.run("shell", "--verbosity=0", "-c", CHANGE)
    return {**made, "after": desk.dump("after.json")}


def connector(path: Path, context: PlainContext | None = None, **config: Any) -> DjangoHelpdeskConnector:
    return DjangoHelpdeskConnector(DjangoHelpdeskConfig(path=path, **config), context or PlainContext())


async def documents(path: Path, **config: Any) -> dict[str, Document]:
    events = await events_of(connector(path, **config))
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


async def test_everything_the_helpdesk_says_comes_over(exports: dict[str, Path]) -> None:
    found = await documents(exports["before"], address="https://desk.example/", groups=("agents",))
    by_title = {document.title: document for document in found.values()}
    assert set(by_title) == {"Refund sent", "Rechnung", "Both", "Returns", "Codes"}
    refund = by_title["Refund sent"]
    assert (refund.kind, refund.body_format) == (Kind.REPLY, BodyFormat.TEXT)
    assert "{{ ticket.title }} is on its way.\n\n{{ user }}" in refund.body
    assert (refund.placeholder_syntax, refund.groups, refund.language) == (
        "django-helpdesk", ("agents",), None,
    )  # fmt: skip
    assert (by_title["Rechnung"].groups, by_title["Rechnung"].language) == (("Billing",), "de")
    assert (by_title["Both"].groups, by_title["Both"].language) == (("Billing", "Returns"), None)
    returns = by_title["Returns"]
    assert (returns.kind, returns.folder, returns.audience) == (Kind.ARTICLE, "Help", Audience.PUBLIC)
    assert (returns.body_format, returns.questions) == (BodyFormat.MARKDOWN, ("How do I send it back?",))
    assert returns.updated_at is not None
    assert returns.updated_at.isoformat() == "2026-02-03T04:05:06+00:00"
    assert returns.url == f"https://desk.example/kb/help/?kbitem={returns.external_id.partition('/')[2]}"
    assert returns.extra == {"votes": 5, "recommendations": 4}
    assert by_title["Codes"].audience is Audience.INTERNAL


@pytest.mark.parametrize("form", ["packed", "xz", "lines"])
async def test_every_form_of_export_says_the_same(exports: dict[str, Path], form: str) -> None:
    assert await documents(exports[form]) == await documents(exports["before"])


async def test_edited_renamed_and_deleted_answers_arrive(exports: dict[str, Path]) -> None:
    context = PlainContext()
    first = await events_of(connector(exports["before"], context))
    ids = {event.document.title: event.document.external_id for event in first if isinstance(event, Upsert)}
    for event in first:
        context.remember(event)
    assert not any(
        isinstance(event, Upsert) for event in await events_of(connector(exports["before"], context))
    )
    after = await events_of(connector(exports["after"], context))
    changed = {event.document.external_id: event.document for event in after if isinstance(event, Upsert)}
    assert set(changed) == {ids["Refund sent"], ids["Rechnung"], ids["Returns"]}
    assert changed[ids["Refund sent"]].title == "Refund on its way"
    assert changed[ids["Rechnung"]].groups == ("Invoices",)
    assert set(by_id(after)).isdisjoint({ids["Both"], ids["Codes"]})
    assert ids["Codes"] in {event.external_id for event in after if isinstance(event, Skipped)}
    assert after[-1] == Checkpoint(complete=True)


async def test_reply_of_a_queue_that_was_not_exported_is_shown_to_nobody(exports: dict[str, Path]) -> None:
    events = await events_of(connector(exports["replies"]))
    failures = [event for event in events if isinstance(event, Failure)]
    assert len(failures) == 2
    assert all("export `helpdesk.queue`" in failure.reason for failure in failures)
    assert [event.document.title for event in events if isinstance(event, Upsert)] == ["Refund sent"]


def test_wrong_and_damaged_exports_are_refused_with_what_to_do(
    exports: dict[str, Path], tmp_path: Path
) -> None:
    whole = exports["before"].read_bytes()
    cases = {
        "cut": whole[: len(whole) // 2], "no end": whole.rstrip()[:-1], "empty": b"", "words": b"Not JSON.",
        "packed": exports["packed"].read_bytes()[:-30], "latin": '[{"model": "é"'.encode("latin-1"),
        "zip": b"PK\3\4" + b"\0" * 40, "bzip": b"BZh9nonsense",
    }  # fmt: skip
    for name, data in cases.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(SourceUnavailable, match=r"dumpdata|anew|unpack"):
            asyncio.run(events_of(connector(path)))
    for path in (exports["other"], tmp_path / "absent", tmp_path):
        report = asyncio.run(connector(path).check())
        assert report.checks[0].outcome is Outcome.FAILED
        assert report.checks[0].remedy


async def test_check_counts(exports: dict[str, Path]) -> None:
    report = await connector(exports["before"]).check()
    assert report.ok
    assert report.checks[0].detail == "3 pre-set replies and 3 articles."


def test_windows_export_with_marks_is_read(exports: dict[str, Path], tmp_path: Path) -> None:
    text = exports["before"].read_text(encoding="utf-8")
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.json"
        path.write_text(text, encoding=encoding)
        assert asyncio.run(documents(path)) == asyncio.run(documents(exports["before"]))


_JSON = st.dictionaries(st.text(max_size=4), st.text(max_size=12) | st.integers() | st.none(), max_size=4)


@settings(deadline=None)
@given(st.lists(_JSON, max_size=6), st.integers(1, 9), st.booleans(), st.booleans())
def test_records_are_the_same_wherever_the_text_is_cut(
    data: list[dict[str, Any]], size: int, lines: bool, indented: bool
) -> None:
    whole = json.dumps(data, indent=2 if indented else None, ensure_ascii=False)
    text = "\n".join(json.dumps(record) for record in data) if lines else whole
    cut = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(records(cut, "x")) == data


@settings(deadline=None)
@given(st.lists(_JSON, min_size=1, max_size=6), st.data())
def test_what_ends_in_the_middle_is_never_taken_for_whole(
    data: list[dict[str, Any]], draw: st.DataObject
) -> None:
    text = json.dumps(data)
    end = draw.draw(st.integers(1, len(text) - 1))
    with pytest.raises(SourceUnavailable, match="anew"):
        list(records([text[:end]], "x"))
