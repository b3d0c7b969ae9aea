"""What stands in the index: the three layouts, and the rows that answers and asked questions become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from sidecar.knowledge.model import AskedQuestion, IndexableAnswer, Origin, Passage
from sidecar.search.analysis import VERSION, Forms, Term, analyze, base_language, forms, grams, joined
from sidecar.search.box.names import called_forms
from sidecar.search.protocol import Profile
from sidecar.search.shelf import Layout, Row

#: Stands in the `groups` field of rows that everyone may see, and of those that only members may.
EVERYONE, MEMBERS_ONLY, GROUP = "everyone", "restricted", "group:"

PASSAGES = Layout(
    key="answer",
    texts={"title": "freq", "body": "freq", "surface": "position", "grams": "freq", "name": "freq"},
    keywords=("groups", "kind", "source", "tag", "language", "audience"),
    marks=("called",),
    numbers=("ordinal", "updated"),
)
ASKED = Layout(
    key="question",
    texts={"stems": "freq", "pairs": "freq", "grams": "freq"},
    kept=("stems",),
    keywords=("groups",),
    numbers=("answer", "length", "learned"),
    weights=("weight",),
)
PROFILES = Layout(
    key="answer", texts={"stems": "freq", "pairs": "freq", "grams": "freq"}, keywords=("groups",)
)

#: Stands between title, text and labels in the surface, so that no phrase goes across; no word is like it.
_APART = "\u00b6"

#: More questions than this say nothing new about an answer, and its profile is written anew with each.
PROFILE_QUESTIONS = 300


def fingerprint() -> str:
    """Return what an index must have been built with to be usable now."""
    return f"{VERSION}:{PASSAGES.describe()}:{ASKED.describe()}:{PROFILES.describe()}"


def passage_rows(answer: IndexableAnswer) -> list[Row]:
    """Return one row for each passage of an answer; none if it is gone.

    An answer without any text still has its title.
    """
    if answer.gone:
        return []
    common = {
        "answer": answer.number,
        "groups": group_marks(answer.groups),
        "kind": [answer.kind.value],
        "source": [answer.source_id],
        "tag": [tag.casefold() for tag in answer.tags],
        "language": [base_language(answer.language)],
        "audience": [answer.audience.value],
        "called": sorted({name for text in _names(answer) for name in called_forms(text)}),
        "updated": _seconds(answer.updated_at),
    }
    passages = answer.passages or (Passage(0, "", "", ""),)
    title, labels = forms(answer.title, answer.language), forms(_labels(answer), answer.language)
    common["name"] = joined(title.surface, labels.surface, labels.telling)
    return [{**common, **_texts(passage, answer.language, title, labels)} for passage in passages]


def asked_row(question: AskedQuestion) -> list[Row]:
    """Return the row of an asked question; none if it is gone."""
    if question.gone:
        return []
    terms = analyze(question.text, question.language)
    stems = telling(terms)
    return [
        {
            "question": question.number,
            "answer": question.answer_number,
            "length": len(stems),
            "learned": int(question.origin is Origin.LEARNED),
            "weight": question.weight,
            "groups": group_marks(question.groups),
            "stems": " ".join(stems),
            "pairs": " ".join(pairs(terms)),
            "grams": " ".join(pieces(terms, question.language)),
        }
    ]


def profile_row(profile: Profile) -> list[Row]:
    """Return the row that describes an answer by its title and all it was asked for; none if gone."""
    if profile.gone:
        return []
    title = forms(profile.title, profile.language)
    fields = {"stems": [title.telling], "pairs": [], "grams": [title.grams]}
    asked = [question for question in profile.questions if question.weight > 0]
    for question in asked[:PROFILE_QUESTIONS]:
        terms = analyze(question.text, question.language)
        fields["stems"] += telling(terms)
        fields["grams"] += pieces(terms, question.language)
        fields["pairs"] += pairs(terms)
    columns = {name: " ".join(values) for name, values in fields.items()}
    return [{"answer": profile.answer, "groups": group_marks(profile.groups), **columns}]


def group_marks(groups: Iterable[str]) -> list[str]:
    """Return the marks of a row that decide who finds it."""
    named = [GROUP + group for group in groups]
    return [MEMBERS_ONLY, *named] if named else [EVERYONE]


def telling(terms: Iterable[Term]) -> list[str]:
    """Return the terms that tell something: all but stop words."""
    return [term.text for term in terms if not term.stop]


def pairs(terms: Sequence[Term]) -> list[str]:
    """Return neighbouring words as one term each, stop words included ("top up", "how long")."""
    words = [term.text for term in terms if not term.extra]
    return [f"{first}_{second}" for first, second in pairwise(words)]


def pieces(terms: Iterable[Term], language: str) -> list[str]:
    """Return the pieces of all telling words."""
    return [
        piece for term in terms if not (term.stop or term.extra) for piece in grams(term.surface, language)
    ]


def _texts(passage: Passage, language: str, title: Forms, labels: Forms) -> Row:
    """Return what a passage says, below the title of its answer and with the labels."""
    heading, body = forms(passage.heading, language), forms(passage.text, language)
    surfaces = (joined(title.surface, heading.surface), body.surface, labels.surface)
    return {
        "ordinal": passage.ordinal,
        "title": joined(title.telling, heading.telling),
        "body": joined(body.telling, labels.telling),
        "surface": f"{_APART} ".join(filter(None, surfaces)),
        "grams": joined(title.grams, heading.grams, body.grams),
    }


def _labels(answer: IndexableAnswer) -> str:
    return " ".join(filter(None, (*answer.tags, answer.folder, answer.shortcut)))


def _names(answer: IndexableAnswer) -> Iterable[str]:
    return filter(None, (answer.title, answer.shortcut, answer.external_id))


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment is not None else 0
