"""From the plain values inside to the JSON outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sidecar.knowledge.model import Action, Answer, GapKind, SourceRef, Trust, Version
from sidecar.knowledge.overrides import Override
from sidecar.suggest.model import FilledPlaceholder, SearchResult, Suggestion, SuggestResult
from sidecar.web.present_rules import explanation_out, left_out_out
from sidecar.web.wire.answers import AnswerOut, GapOut, OverrideOut, VersionOut
from sidecar.web.wire.suggest import (
    ActionOut,
    PlaceholderOut,
    SearchResponse,
    SourceRefOut,
    SuggestionOut,
    SuggestResponse,
    TrustOut,
)


def suggest_response(result: SuggestResult) -> SuggestResponse:
    """Return the body that answers `POST /v1/suggest`."""
    return SuggestResponse(
        query_id=result.query_id,
        language=result.language,
        took_ms=round(result.took_ms, 2),
        confident=result.confident,
        confidence=round(result.confidence, 4),
        suggestions=[suggestion_out(each, place) for place, each in enumerate(result.suggestions, 1)],
        left_out=None if result.left_out is None else [left_out_out(each) for each in result.left_out],
    )


def search_response(result: SearchResult, offset: int = 0) -> SearchResponse:
    """Return the body that answers `GET /v1/search`, for a page that leaves out `offset` results."""
    return SearchResponse(
        query_id=result.query_id,
        total=result.total,
        took_ms=round(result.took_ms, 2),
        results=[suggestion_out(each, offset + place) for place, each in enumerate(result.results, 1)],
        corrected=result.corrected,
    )


def suggestion_out(suggestion: Suggestion, place: int) -> SuggestionOut:
    """Return one suggestion as JSON shows it; it stands at this place (1 is first)."""
    answer, explanation = suggestion.answer, suggestion.explanation
    return SuggestionOut(
        answer_id=answer.id,
        passage_id=suggestion.passage_id,
        kind=answer.kind,
        title=answer.title,
        excerpt_html=suggestion.excerpt_html,
        text=suggestion.text,
        html=suggestion.html,
        placeholders=placeholders_out(suggestion.placeholders),
        source=source_ref(answer.source, answer.external_id),
        url=answer.url,
        language=answer.language,
        audience=answer.audience,
        tags=list(answer.tags),
        question=suggestion.question,
        similar=list(suggestion.similar),
        translations=list(suggestion.translations),
        trust=trust_out(answer.trust),
        updated_at=answer.updated_at,
        seen_at_source=answer.seen_at,
        not_seen_since=answer.not_seen_since,
        inserted=answer.inserted,
        score=round(suggestion.score, 4),
        reasons=list(suggestion.reasons),
        pinned=suggestion.pinned,
        actions=actions_out(answer.actions),
        explanation=explanation_out(explanation, place) if explanation else None,
    )


def answer_out(
    answer: Answer,
    history: Iterable[Version],
    translations: Sequence[str],
    *,
    pinned: bool,
    said: Override | None = None,
) -> AnswerOut:
    """Return one answer whole; `pinned`: by whoever asks, `said`: by the team against the source."""
    newest_first = sorted(history, key=lambda version: version.number, reverse=True)
    return AnswerOut(
        answer_id=answer.id,
        source=source_ref(answer.source, answer.external_id),
        kind=answer.kind,
        title=answer.title,
        html=answer.html,
        text=answer.text,
        placeholders=[GapOut(name=gap.name, fallback=gap.fallback) for gap in answer.placeholders],
        questions=list(answer.questions),
        url=answer.url,
        audience=answer.audience,
        groups=sorted(answer.groups),
        language=answer.language,
        translation_of=answer.translation_of,
        translations=list(translations),
        tags=list(answer.tags),
        folder=answer.folder,
        shortcut=answer.shortcut,
        created_at=answer.created_at,
        updated_at=answer.updated_at,
        owner=answer.owner,
        seen_at_source=answer.seen_at,
        not_seen_since=answer.not_seen_since,
        inserted=answer.inserted,
        pinned=pinned,
        trust=trust_out(answer.trust),
        history=[
            VersionOut(
                version=version.number,
                title=version.title,
                text=version.text,
                stored_at=version.stored_at,
                updated_at=version.updated_at,
            )
            for version in newest_first
        ],
        conflicts=[],
        archived_at=answer.archived_at,
        override=None if said is None else _override_out(said),
        actions=actions_out(answer.actions),
    )


def actions_out(actions: Iterable[Action]) -> list[ActionOut]:
    """Return what a macro sets beside its text."""
    return [ActionOut(field=one.field, label=one.label, value=one.value) for one in actions]


def _override_out(said: Override) -> OverrideOut:
    return OverrideOut(
        audience=said.audience,
        tags=None if said.tags is None else list(said.tags),
        source_audience=said.source_audience,
        source_tags=list(said.source_tags),
        by=said.by,
        at=said.at,
    )


def placeholders_out(placeholders: Iterable[FilledPlaceholder]) -> list[PlaceholderOut]:
    """Return the gaps of an answer as JSON shows them."""
    return [
        PlaceholderOut(
            name=gap.name,
            value=gap.value,
            missing=gap.missing,
            kind=None if gap.kind is GapKind.TEXT else gap.kind,
            choices=list(gap.choices) or None,
        )
        for gap in placeholders
    ]


def source_ref(source: SourceRef, external_id: str) -> SourceRefOut:
    """Return where an answer comes from."""
    return SourceRefOut(id=source.id, name=source.name, type=source.type, external_id=external_id)


def trust_out(trust: Trust) -> TrustOut:
    """Return a trust state with its evidence."""
    return TrustOut(
        state=trust.state,
        by=trust.by,
        at=trust.at,
        due=trust.due,
        reason=trust.reason,
        conflicts=trust.conflicts,
    )
