"""`/v1/rules` and `/v1/answers/{id}/pin`: what the team decides for a kind of ticket, one's favourites."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import answers, personal, rules
from sidecar.knowledge.model import Answer, Role, Viewer
from sidecar.knowledge.naming import Unclear, resolve
from sidecar.knowledge.rules import Rule
from sidecar.suggest.presenting import visible
from sidecar.web.api.suggest import ready_services
from sidecar.web.errors import ApiError, Code, Detail, not_found
from sidecar.web.present_rules import condition_of, rule_out
from sidecar.web.routing import Route, answer, read_body, read_query, viewer_of
from sidecar.web.wire.base import Done
from sidecar.web.wire.rules import PinOut, RuleIn, RuleList, RuleOut, RuleQuery

_NO_RULE = "There is no such rule. `cuecard rule list` names them."


async def list_rules(request: web.Request) -> web.Response:
    """Answer the rules of all answers, or of one, that the viewer may see."""
    services = ready_services(request)
    wanted = read_query(request, RuleQuery)
    known = await services.database.read(known_rules, viewer_of(request))
    shown = [each for each in known if wanted.answer_id in (None, each.answer_id)]
    return answer(RuleList(rules=shown))


async def add_rule(request: web.Request) -> web.Response:
    """Make a rule; it holds for the very next request."""
    services = ready_services(request)
    wanted = await read_body(request, RuleIn)
    return answer(await services.database.write(add_to, wanted, viewer_of(request)), status=201)


async def remove_rule(request: web.Request) -> web.Response:
    """Take a rule back; it holds no more for the very next request."""
    services = ready_services(request)
    await services.database.write(remove_from, request.match_info["id"], viewer_of(request))
    return answer(Done())


async def pin(request: web.Request) -> web.Response:
    """Make an answer a favourite of the viewer."""
    return answer(await _pin(request, pinned=True))


async def unpin(request: web.Request) -> web.Response:
    """Let an answer be no favourite of the viewer any more."""
    return answer(await _pin(request, pinned=False))


async def _pin(request: web.Request, *, pinned: bool) -> PinOut:
    services, viewer = ready_services(request), viewer_of(request)
    return await services.database.write(_set_pin, request.match_info["id"], viewer, pinned=pinned)


def _set_pin(conn: Connection, answer_id: str, viewer: Viewer, *, pinned: bool) -> PinOut:
    found = answers.get(conn, answer_id)
    if found is None or not visible(found, viewer):
        raise not_found("answer")
    (personal.pin if pinned else personal.unpin)(conn, viewer.name, found.number)
    return PinOut(answer_id=found.id, pinned=pinned)


def known_rules(conn: Connection, viewer: Viewer) -> list[RuleOut]:
    """Return the rules of all answers that a viewer may see."""
    return [rule_out(rule, card) for rule, card in _visible(conn, viewer)]


def _visible(conn: Connection, viewer: Viewer) -> list[tuple[Rule, Answer]]:
    known = rules.list_all(conn)
    cards = answers.cards(conn, {rule.answer_number for rule in known})
    return [
        (rule, cards[rule.answer_number])
        for rule in known
        if rule.answer_number in cards and visible(cards[rule.answer_number], viewer)
    ]


def add_to(conn: Connection, wanted: RuleIn, viewer: Viewer) -> RuleOut:
    """Store a rule.

    Raises:
        ApiError: no answer, or more than one, is meant.
    """
    card = _meant(conn, wanted, viewer)
    note = (wanted.note or "").strip() or None
    condition = condition_of(wanted.when)
    return rule_out(rules.add(conn, wanted.action, card.number, condition, viewer.name, note), card)


def _meant(conn: Connection, wanted: RuleIn, viewer: Viewer) -> Answer:
    """Return the answer that a request names.

    Raises:
        ApiError: there is none, or more than one, of this name.
    """
    name = (wanted.answer, wanted.source)
    found = resolve(conn, {name})[name]
    if isinstance(found, Unclear):
        # Who does not see all answers is not told of those they do not see.
        reason = (
            found.reason if viewer.sees_everything else "No answer, or more than one, is meant: use its id."
        )
        raise ApiError(
            Code.INVALID_REQUEST,
            f"The rule was not made. {reason}",
            details=[Detail(field="answer", message=reason)],
        )
    card = answers.cards(conn, [found.number]).get(found.number)
    if card is None or not visible(card, viewer):
        raise not_found("answer")
    return card


def remove_from(conn: Connection, rule_id: str, viewer: Viewer) -> None:
    """Take a rule back.

    Raises:
        ApiError: there is none of this id that the viewer may see.
    """
    if rule_id not in {rule.id for rule, _ in _visible(conn, viewer)}:
        raise ApiError(Code.NOT_FOUND, _NO_RULE)
    rules.remove(conn, rule_id)


ROUTES = (
    Route(
        "GET",
        "/v1/rules",
        list_rules,
        "What the team pins and mutes",
        role=Role.EXPERT,
        query=RuleQuery,
        answer=RuleList,
    ),
    Route(
        "POST",
        "/v1/rules",
        add_rule,
        "Pin or mute an answer for a kind of ticket",
        role=Role.EXPERT,
        body=RuleIn,
        answer=RuleOut,
        status=201,
    ),
    Route("DELETE", "/v1/rules/{id}", remove_rule, "Take a rule back", role=Role.EXPERT, answer=Done),
    Route("PUT", "/v1/answers/{id}/pin", pin, "Make an answer one's favourite", answer=PinOut),
    Route("DELETE", "/v1/answers/{id}/pin", unpin, "Let an answer be no favourite", answer=PinOut),
)
