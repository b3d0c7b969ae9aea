"""`/v1/learn` and `/v1/evaluate`: solved tickets to learn from, labelled ones to measure suggestions on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from sidecar.knowledge import settings
from sidecar.knowledge.model import Role, Viewer
from sidecar.knowledge.naming import Name, Named, Unclear, resolve
from sidecar.suggest.engine import Engine
from sidecar.suggest.model import Message, Sender, Ticket
from sidecar.suggest.scrub import scrub
from sidecar.suggest.teaching import KNOWN, LEARNED, SKIPPED, Lesson, Taught, asked_before
from sidecar.web.api.suggest import ready_services
from sidecar.web.keys import RECOGNISER
from sidecar.web.routing import Route, answer, read_body, viewer_of
from sidecar.web.wire.labelled import (
    EvaluateRequest,
    EvaluateResponse,
    LabelledIn,
    LearnedOut,
    LearnRequest,
    LearnResponse,
    LessonIn,
    MeasuredOut,
    ThresholdIn,
    ThresholdOut,
)

if TYPE_CHECKING:
    from sidecar.suggest.recognising.known import Recognised

_EMPTY = "The text is empty."
NO_ANSWER_IN_REPLY = "No known answer stands in the reply."
#: The right answer is looked for among so many.
_DEEPEST = 10


async def learn(request: web.Request) -> web.Response:
    """Learn from solved tickets; it is safe when this answers."""
    services = ready_services(request)
    wanted = await read_body(request, LearnRequest)
    recogniser = request.app[RECOGNISER]
    unnamed = [row for row in wanted.rows if row.text.strip() and _is_unnamed(row)]
    found = await recogniser.answers_in([row.replies for row in unnamed]) if unnamed else []
    held = {id(row): answers for row, answers in zip(unnamed, found, strict=True)}
    plans = [_plan(row, held.get(id(row), [])) for row in wanted.rows]
    lessons = [lesson for plan in plans if not isinstance(plan, LearnedOut) for lesson in plan]
    outcomes = iter(await services.engine.learn_many(lessons, dry_run=wanted.dry_run))
    rows = [
        plan
        if isinstance(plan, LearnedOut)
        else _learned([next(outcomes) for _ in plan], [each.title for each in held.get(id(row), [])])
        for row, plan in zip(wanted.rows, plans, strict=True)
    ]
    if wanted.wait:
        recogniser.forget()
        if not wanted.dry_run:
            await services.engine.settled()
    return answer(LearnResponse(rows=rows))


def _is_unnamed(row: LessonIn) -> bool:
    return not (row.answer or "").strip() and bool(row.replies)


def _plan(row: LessonIn, held: Sequence[Recognised]) -> list[Lesson] | LearnedOut:
    """Return what a ticket is to teach, or why it teaches nothing."""
    names = tuple(row.names)
    if _is_unnamed(row) and row.text.strip():
        if not held:
            return LearnedOut(outcome="skipped", reason=NO_ANSWER_IN_REPLY)
        return [Lesson(row.text, (each.id, None), row.language, names) for each in held]
    reason = _problem(row)
    if reason is not None:
        return LearnedOut(outcome="skipped", reason=reason)
    return [Lesson(row.text, _name(row), row.language, names)]


async def evaluate(request: web.Request) -> web.Response:
    """Tell where the right answers would have stood; teaches nothing, counts nothing, keeps nothing."""
    services = ready_services(request)
    wanted = await read_body(request, EvaluateRequest)
    await services.engine.settled()
    names = {_name(row) for row in wanted.rows if (row.answer or "").strip()}
    named = await services.database.read(resolve, names)
    clean = {row.text: scrub(row.text) for row in wanted.rows}
    known = await services.database.read(asked_before, {*clean, *clean.values()})
    rows = []
    for row in wanted.rows:
        right = named[_name(row)] if (row.answer or "").strip() else None
        before = row.text in known or clean[row.text] in known
        rows.append(await _measured(services.engine, viewer_of(request), row, right, known=before))
    return answer(EvaluateResponse(threshold=services.engine.threshold, rows=rows))


async def set_threshold(request: web.Request) -> web.Response:
    """Set from which confidence on suggestions are shown as such; counts for the very next request."""
    services = ready_services(request)
    wanted = await read_body(request, ThresholdIn)
    await services.database.write(settings.write, settings.THRESHOLD, wanted.threshold)
    services.engine.set_threshold(wanted.threshold)
    return answer(ThresholdOut(threshold=services.engine.threshold))


async def _measured(
    engine: Engine, viewer: Viewer, row: LabelledIn, right: Named | Unclear | None, *, known: bool
) -> MeasuredOut:
    if not row.text.strip():
        return MeasuredOut(problem=_EMPTY)
    if isinstance(right, Unclear):
        return MeasuredOut(problem=right.reason)
    ticket = Ticket(messages=(Message(Sender.CUSTOMER, row.text),), language=row.language)
    result = await engine.try_out(ticket, viewer, _DEEPEST)
    first = result.suggestions[0].answer.title if result.suggestions else None
    first_id = result.suggestions[0].answer.id if result.suggestions else None
    came = MeasuredOut(
        confidence=result.confidence,
        took_ms=result.took_ms,
        language=result.language,
        first=first,
        first_id=first_id,
        known=known,
    )
    if right is None:
        return came
    # Answers that say the same are one suggestion.
    places = [
        number
        for number, each in enumerate(result.suggestions, 1)
        if right.id in (each.answer.id, *each.similar)
    ]
    return came.model_copy(
        update={
            "answerable": True,
            "place": places[0] if places else None,
            "source": right.source,
            "wanted": right.title,
            "wanted_id": right.id,
        }
    )


def _problem(row: LabelledIn) -> str | None:
    if not row.text.strip():
        return _EMPTY
    return None if (row.answer or "").strip() else "No answer is given."


def _name(row: LabelledIn) -> Name:
    return (row.answer or "").strip(), (row.source or "").strip() or None


def _learned(taught: Sequence[Taught], titles: list[str]) -> LearnedOut:
    """Return the best of what came of a ticket that taught several answers."""
    best = min(taught, key=lambda each: (LEARNED, KNOWN, SKIPPED).index(each.outcome))
    return LearnedOut(outcome=best.outcome, reason=best.reason, answers=titles)


ROUTES = (
    Route(
        "POST",
        "/v1/learn",
        learn,
        "Learn from solved tickets",
        role=Role.ADMIN,
        body=LearnRequest,
        answer=LearnResponse,
    ),
    Route(
        "POST",
        "/v1/evaluate",
        evaluate,
        "Measure suggestions on labelled tickets",
        role=Role.ADMIN,
        body=EvaluateRequest,
        answer=EvaluateResponse,
    ),
    Route(
        "POST",
        "/v1/threshold",
        set_threshold,
        "Set how sure suggestions must be",
        role=Role.ADMIN,
        body=ThresholdIn,
        answer=ThresholdOut,
    ),
)
