"""From answers that fit to suggestions as shown: the passage, the excerpt, the gaps filled, the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, bindparam, select

from connectors.model import Kind
from sidecar.knowledge import answers
from sidecar.knowledge.model import Answer, Passage, Viewer
from sidecar.knowledge.schema import passages
from sidecar.search.excerpts import Excerpt, excerpt, known_terms, matching_words
from sidecar.suggest.fill import fill
from sidecar.suggest.letter import body_span
from sidecar.suggest.model import Explanation, Suggestion
from sidecar.suggest.reasons import Facts, reasons
from sidecar.translating import SOURCE_LANGUAGE

#: The address of a link stands behind its words in a plain text.
_LINK = re.compile(r" \(https?://[^\s()]+\)")
#: What the words of the rest of a ticket weigh in an excerpt beside those of the question an answer fits.
_ASIDE = 0.4
#: What a word weighs that the title has too: near the topic stands what answers.
_TITLED = 1.5


_NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer about to be shown, with what is known of why; `about` are the terms it was found by."""

    answer: Answer
    score: float
    ordinal: int | None = None
    used: int = 0
    question: str | None = None
    about: frozenset[str] = frozenset()
    similar: Sequence[Answer] = ()
    explanation: Explanation | None = None
    facts: Facts = _NO_FACTS


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom and what for suggestions are shown.

    `wanted` gives the terms asked for with how much each tells, `context` the values for placeholders,
    `translated` whether there can be translations, `language` the ticket's, `reader` what to give reasons in.
    """

    viewer: Viewer
    wanted: Mapping[str, float]
    context: Mapping[str, str] = field(default_factory=dict)
    reply_public: bool | None = None
    translated: bool = True
    language: str = ""
    reader: str = SOURCE_LANGUAGE


def visible(answer: Answer, viewer: Viewer) -> bool:
    """Tell whether an answer exists for this viewer."""
    return seen_by(answer.groups, viewer)


def seen_by(groups: frozenset[str], viewer: Viewer) -> bool:
    """Tell whether what is for these groups exists for this viewer; without any it is for everybody."""
    return viewer.groups is None or not groups or not groups.isdisjoint(viewer.groups)


def present(conn: Connection, shown: Sequence[Shown], setting: Setting) -> tuple[Suggestion, ...]:
    """Make suggestions of answers; passages and translations come in one query each."""
    best = _best_passages(conn, shown, setting.wanted)
    related = (
        answers.translations(conn, [each.answer.number for each in shown])
        if shown and setting.translated
        else {}
    )
    found: list[Suggestion] = []
    for each in shown:
        others = related.get(each.answer.number, ())
        translations = [other.id for other in others if _may_see(other.groups, setting.viewer)]
        found.append(_suggestion(each, best.get(each.answer.number), translations, setting))
    return tuple(found)


def _suggestion(
    shown: Shown, passage: Passage | None, translations: Iterable[str], setting: Setting
) -> Suggestion:
    answer = shown.answer
    whole = answer.kind is Kind.REPLY or passage is None
    html, text = (answer.html, answer.text) if whole or passage is None else (passage.html, passage.text)
    filled = fill(html, text, answer.placeholders, setting.context)
    titled = matching_words(answer.title, answer.language, setting.wanted)
    piece = _excerpt(shown, text, passage, setting)
    words = tuple(dict.fromkeys((*titled, *piece.words)))
    return Suggestion(
        answer=answer,
        passage_id=f"{answer.id}.{passage.ordinal if passage else 0}",
        excerpt_html=piece.html,
        text=filled.text,
        html=filled.html,
        placeholders=filled.placeholders,
        score=round(shown.score, 4),
        reasons=_reasons(shown, words, setting),
        question=shown.question,
        similar=tuple(other.id for other in shown.similar),
        translations=tuple(translations),
        explanation=replace(shown.explanation, words=words) if shown.explanation else None,
        pinned="team" if shown.facts.pinned_by else "own" if shown.facts.own_pin else None,
    )


def _reasons(shown: Shown, words: Sequence[str], setting: Setting) -> tuple[str, ...]:
    return reasons(
        shown.answer,
        words,
        shown.used,
        setting.reply_public,
        facts=shown.facts,
        language=setting.language,
        reader=setting.reader,
    )


def _excerpt(shown: Shown, text: str, passage: Passage | None, setting: Setting) -> Excerpt:
    answer = shown.answer
    if not text.strip():
        return excerpt(answer.title, answer.language, setting.wanted)
    heading = passage.heading if passage else ""
    titles = {
        form
        for said in (answer.title, heading)
        for term in known_terms(said, answer.language)
        for form in term[:2]
    }

    def weigh(term: str) -> float:
        aside = 1.0 if term in shown.about else _ASIDE
        return setting.wanted[term] * aside * (_TITLED if term in titles else 1.0)

    text = _LINK.sub("", text)
    start, end = body_span(text) if answer.kind is Kind.REPLY else (0, len(text))
    start = _after_title(text, start, end, {answer.title, heading.rpartition(" > ")[2]})
    return excerpt(text, answer.language, setting.wanted, within=(start, end), weigh=weigh)


def _after_title(text: str, start: int, end: int, titles: set[str]) -> int:
    """Return where a text begins behind a first line that only says again what is said above it."""
    line, newline, rest = text[start:end].lstrip().partition("\n")
    known = {title.strip().casefold() for title in titles}
    return end - len(rest) if newline and rest.strip() and line.strip(" :#*").casefold() in known else start


def _best_passages(
    conn: Connection, shown: Sequence[Shown], wanted: Mapping[str, float]
) -> dict[int, Passage]:
    """Return the passage to show of each article: the one found, else the one with most of the words."""
    articles = [each for each in shown if each.answer.kind is Kind.ARTICLE]
    keys = [(each.answer.number, each.ordinal) for each in articles if each.ordinal is not None]
    found = {number: passage for (number, _), passage in answers.passages(conn, keys).items()} if keys else {}
    rest = {each.answer.number: each.answer for each in articles if each.answer.number not in found}
    for number, pieces in _all_passages(conn, list(rest)).items():
        language = rest[number].language
        alone = len(pieces) == 1
        found[number] = (
            pieces[0] if alone else max(pieces, key=lambda piece: _shared(piece, language, wanted))
        )
    return found


_ALL_PASSAGES = (
    select(passages)
    .where(passages.c.answer_number.in_(bindparam("numbers", expanding=True)))
    .order_by(passages.c.ordinal)
)


def _all_passages(conn: Connection, numbers: list[int]) -> dict[int, list[Passage]]:
    if not numbers:
        return {}
    found: dict[int, list[Passage]] = {}
    for number, ordinal, heading, text, html in conn.execute(_ALL_PASSAGES, {"numbers": numbers}):
        found.setdefault(number, []).append(Passage(ordinal, heading, text, html))
    return found


def _shared(passage: Passage, language: str, wanted: Mapping[str, float]) -> float:
    text = f"{passage.heading}\n{passage.text}"
    known = {form for term in known_terms(text, language) for form in term[:2]}
    return sum(value for term, value in wanted.items() if term in known)


def _may_see(groups: frozenset[str], viewer: Viewer) -> bool:
    return viewer.groups is None or not groups or not groups.isdisjoint(viewer.groups)
