"""From the team's rules, and what explains a ranking, to the JSON outside."""

from __future__ import annotations

from collections.abc import Mapping

from sidecar.knowledge.model import Answer
from sidecar.knowledge.rules import Condition, Rule
from sidecar.suggest.model import Explanation, LeftOut
from sidecar.web.wire.explaining import ExplanationOut, LeftOutOut, VotingQuestionOut
from sidecar.web.wire.rules import AppliedRuleOut, ConditionIn, ConditionOut, RuleOut

_DIGITS = 6


def rule_out(rule: Rule, answer: Answer) -> RuleOut:
    """Return a rule with its answer."""
    return RuleOut(
        **applied_rule_out(rule).model_dump(),
        answer_id=answer.id,
        title=answer.title,
        source=answer.source.name,
    )


def applied_rule_out(rule: Rule) -> AppliedRuleOut:
    """Return a rule as it stands with what it did."""
    return AppliedRuleOut(
        id=rule.id,
        action=rule.action,
        when=_condition_out(rule.condition),
        note=rule.note,
        by=rule.by,
        at=rule.at,
    )


def condition_of(told: ConditionIn) -> Condition:
    """Return the condition that a request describes."""
    return Condition(
        contains=tuple(told.contains),
        tags=tuple(told.tags),
        helpdesks=tuple(told.helpdesks),
        sites=tuple(told.sites),
        languages=tuple(told.languages),
    )


def explanation_out(explanation: Explanation, place: int) -> ExplanationOut:
    """Return why a result stands at its place (1 is first)."""
    return ExplanationOut(
        place=place,
        parts=_rounded(explanation.parts),
        factors=_rounded(explanation.factors),
        weighed=round(explanation.weighed, _DIGITS),
        highest=explanation.highest,
        half=explanation.half,
        between=explanation.between,
        evidence=_rounded(explanation.evidence),
        words=list(explanation.words),
        questions=[
            VotingQuestionOut(
                text=each.text,
                nearness=round(each.nearness, _DIGITS),
                weight=each.weight,
                learned=each.learned,
            )
            for each in explanation.questions
        ],
        rules=[applied_rule_out(rule) for rule in explanation.rules],
        lifted=explanation.lifted,
        found_as=explanation.found_as,
    )


def left_out_out(left_out: LeftOut) -> LeftOutOut:
    """Return an answer that is not shown by itself, and why."""
    return LeftOutOut(
        answer_id=left_out.answer.id,
        title=left_out.answer.title,
        why=left_out.why,
        rule=applied_rule_out(left_out.rule) if left_out.rule else None,
        of=left_out.of.id if left_out.of else None,
    )


def _condition_out(condition: Condition) -> ConditionOut:
    return ConditionOut(
        always=condition.always,
        contains=list(condition.contains),
        tags=list(condition.tags),
        helpdesks=list(condition.helpdesks),
        sites=list(condition.sites),
        languages=list(condition.languages),
    )


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {str(name): round(value, _DIGITS) for name, value in values.items()}
