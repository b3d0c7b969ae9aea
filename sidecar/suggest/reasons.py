"""Why an answer is suggested, in short true sentences in the reader's language: worded here alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date

from connectors.model import Audience
from sidecar.knowledge.model import Answer, TrustState
from sidecar.search.analysis import base_language
from sidecar.translating import SOURCE_LANGUAGE, Translator, best_language, languages_in, translator

_LOCALES = Path(__file__).parent / "locales"
#: The languages that reasons are given in.
LANGUAGES = languages_in(_LOCALES)

_MOST_WORDS = 5
#: How a day is written. English is read on both sides of the Atlantic, where 01/02 is two different days.
_DAY_PATTERNS = {SOURCE_LANGUAGE: "yyyy-MM-dd"}
_USUAL_DAY = "medium"


@dataclass(frozen=True, slots=True)
class Facts:
    """What speaks for an answer beside its words and its trust.

    `own_used` counts insertions by the viewer. `pinned_by` is who pinned it for the team for such tickets,
    `own_pin` tells whether the viewer did for themselves. `label` is a tag or folder of it that is a topic of
    the ticket.
    """

    own_used: int = 0
    pinned_by: str | None = None
    own_pin: bool = False
    label: str | None = None


def readers_language(accepted: str) -> str:
    """Return the best language to give reasons in, for an `Accept-Language` header."""
    return best_language(accepted, LANGUAGES)


def reasons(
    answer: Answer,
    words: Sequence[str],
    used: int,
    reply_public: bool | None,
    *,
    facts: Facts | None = None,
    language: str = "",
    reader: str = SOURCE_LANGUAGE,
) -> tuple[str, ...]:
    """Return short true sentences about a suggestion.

    Args:
        answer: The answer suggested.
        words: Words of it that the ticket has, too, the most telling first.
        used: How many similar questions it was inserted for.
        reply_public: Whether the reply goes to the customer, if known.
        facts: What else speaks for it.
        language: BCP 47 tag of the ticket, if it is known.
        reader: One of `LANGUAGES`.
    """
    tell, facts = _translator(reader), facts or Facts()
    found = [*_pinned(facts, tell), *_foreign(answer, language, tell)]
    if words:
        found.append(tell.gettext("Matches: %(words)s") % {"words": ", ".join(words[:_MOST_WORDS])})
    found += _used(used, facts, tell)
    if facts.label:
        found.append(tell.gettext("Same topic: %(label)s") % {"label": facts.label})
    found += _trust(answer, tell)
    if reply_public and answer.audience is Audience.INTERNAL:
        found.append(tell.gettext("Internal only: not for customers"))
    if answer.not_seen_since is not None:
        day = _day(answer.not_seen_since, tell)
        found.append(tell.gettext("Not seen at its source since %(day)s") % {"day": day})
    return tuple(found)


@lru_cache(maxsize=len(LANGUAGES))
def _translator(language: str) -> Translator:
    return translator(_LOCALES, language)


def _pinned(facts: Facts, tell: Translator) -> list[str]:
    if facts.pinned_by:
        return [tell.gettext("Pinned by %(name)s for such tickets") % {"name": facts.pinned_by}]
    return [tell.gettext("Pinned by you")] if facts.own_pin else []


def _foreign(answer: Answer, language: str, tell: Translator) -> list[str]:
    if not language or base_language(answer.language) == base_language(language):
        return []
    names, tag = tell.locale.languages, answer.language.replace("-", "_")
    name = names.get(tag) or names.get(base_language(tag))
    return [tell.gettext("In %(language)s") % {"language": name or answer.language}]


def _used(used: int, facts: Facts, tell: Translator) -> list[str]:
    if used:
        said = tell.ngettext(
            "Inserted once for similar tickets", "Inserted %(count)s times for similar tickets", used
        )
        return [said % {"count": used}]
    if facts.own_used:
        said = tell.ngettext("Inserted by you once", "Inserted by you %(count)s times", facts.own_used)
        return [said % {"count": facts.own_used}]
    return []


def _trust(answer: Answer, tell: Translator) -> list[str]:
    trust = answer.trust
    if trust.state is TrustState.CHANGED:
        return [tell.gettext("Changed at its source since it was verified")]
    if trust.state is TrustState.FLAGGED:
        flagged = (
            tell.gettext("Flagged by %(name)s") % {"name": trust.by} if trust.by else tell.gettext("Flagged")
        )
        told = {"flagged": flagged, "reason": trust.reason}
        return [tell.gettext("%(flagged)s: %(reason)s") % told if trust.reason else flagged]
    if trust.state in {TrustState.VERIFIED, TrustState.DUE}:
        verified = _verified(trust.by, trust.at, tell)
        due = trust.state is TrustState.DUE
        return [tell.gettext("%(verified)s, review is due") % {"verified": verified} if due else verified]
    return []


def _verified(by: str | None, at: datetime | None, tell: Translator) -> str:
    told = {"name": by, "day": _day(at, tell) if at else None}
    if by and at:
        return tell.gettext("Verified by %(name)s on %(day)s") % told
    if by:
        return tell.gettext("Verified by %(name)s") % told
    return tell.gettext("Verified on %(day)s") % told if at else tell.gettext("Verified")


def _day(moment: datetime, tell: Translator) -> str:
    return format_date(moment, _DAY_PATTERNS.get(tell.language, _USUAL_DAY), locale=tell.locale)
