"""Why an answer is suggested, in sentences: the one place that words them."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.model import Audience
from sidecar.knowledge.model import Answer, TrustState

_MOST_WORDS = 5


def reasons(answer: Answer, words: Sequence[str], used: int, reply_public: bool | None) -> tuple[str, ...]:
    """Return short true sentences about a suggestion.

    Args:
        answer: The answer suggested.
        words: Words of it that the ticket has, too, the most telling first.
        used: How many similar questions it was inserted for.
        reply_public: Whether the reply goes to the customer, if known.
    """
    found: list[str] = []
    if words:
        found.append(f"Matches: {', '.join(words[:_MOST_WORDS])}")
    if used:
        found.append(f"Inserted {_times(used)} for similar tickets")
    found += _trust(answer)
    if reply_public and answer.audience is Audience.INTERNAL:
        found.append("Internal only: not for customers")
    if answer.not_seen_since is not None:
        found.append(f"Not seen at its source since {answer.not_seen_since:%Y-%m-%d}")
    return tuple(found)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _trust(answer: Answer) -> list[str]:
    trust = answer.trust
    by = f" by {trust.by}" if trust.by else ""
    day = f" on {trust.at:%Y-%m-%d}" if trust.at else ""
    sentences = {
        TrustState.VERIFIED: f"Verified{by}{day}",
        TrustState.DUE: f"Verified{by}{day}, review is due",
        TrustState.CHANGED: "Changed at its source since it was verified",
        TrustState.FLAGGED: f"Flagged{by}" + (f": {trust.reason}" if trust.reason else ""),
    }
    return [sentences[trust.state]] if trust.state in sentences else []
