"""One answer: what it says and said, where it comes from, how far to rely on it, what it has answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import answers, asked, rules, team
from sidecar.knowledge.model import AskedQuestion, Origin
from sidecar.knowledge.rules import Rule
from sidecar.web.admin.answers.differences import Piece, differences, shortened
from sidecar.web.admin.answers.framed import framed
from sidecar.web.admin.gate import Visit
from sidecar.web.api.answers import visible_answer, whole_answer
from sidecar.web.present_rules import applied_rule_out
from sidecar.web.wire.answers import VersionOut
from sidecar.web.wire.rules import AppliedRuleOut

#: How many questions and older versions are shown.
MOST_QUESTIONS = 50
MOST_VERSIONS = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question that an answer has answered, and since when."""

    text: str
    learned: bool
    weight: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A version, and what it changed in the one before it; the first one changed nothing."""

    version: VersionOut
    title_before: str | None
    pieces: list[Piece]


async def one(visit: Visit) -> web.Response:
    """Show one answer whole."""
    answer_id = visit.request.match_info["id"]
    whole = await whole_answer(visit.services, answer_id, visit.viewer)
    found = await visit.services.database.read(_around, answer_id)
    questions, decided = found
    return visit.show(
        "answers/one.html",
        answer=whole,
        ours=whole.source.type == team.TYPE,
        questions=questions[:MOST_QUESTIONS],
        more_questions=max(0, len(questions) - MOST_QUESTIONS),
        rules=decided,
        changes=await asyncio.to_thread(_changes, whole.history[: MOST_VERSIONS + 1]),
        older=max(0, len(whole.history) - MOST_VERSIONS),
        done=visit.request.query.get("done"),
    )


async def content(visit: Visit) -> web.Response:
    """Answer what an answer says, for a frame of its own."""
    found = await visible_answer(visit.services, visit.request.match_info["id"], visit.viewer)
    return framed(visit, found.html, found.language)


def _around(conn: Connection, answer_id: str) -> tuple[list[Question], list[AppliedRuleOut]]:
    number = _number(conn, answer_id)
    if number is None:
        return [], []
    questions: list[AskedQuestion] = asked.of_answer(conn, number)
    dates = asked.dates(conn, [question.number for question in questions])
    decided: list[Rule] = [rule for rule in rules.list_all(conn) if rule.answer_number == number]
    return (
        [
            Question(
                question.text, question.origin is Origin.LEARNED, question.weight, dates[question.number]
            )
            for question in questions
            if question.text
        ],
        [applied_rule_out(rule) for rule in decided],
    )


def _changes(history: list[VersionOut]) -> list[Change]:
    """Return the versions, newest first, each with what it changed."""
    found = []
    for version, before in zip(history, [*history[1:], None], strict=True):
        if before is None:
            found.append(Change(version, None, []))
            continue
        title = before.title if before.title != version.title else None
        found.append(Change(version, title, shortened(differences(before.text, version.text))))
    return found[:MOST_VERSIONS]


def _number(conn: Connection, answer_id: str) -> int | None:
    found = answers.get(conn, answer_id) or answers.get_archived(conn, answer_id)
    return None if found is None else found.number
