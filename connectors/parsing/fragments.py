"""The HTML that services hand out for a document's text. Runs in the guarded process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.contract import ParseFailed
from connectors.parsing import html

#: Why a document without text does not come in.
EMPTY = "The page holds no text: write something, or delete it there."


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text, read; `error` says why it could not be."""

    body: str = ""
    error: str | None = None


def read_all(texts: Sequence[str]) -> list[Fragment]:
    """Read texts one by one: what one trips over concerns it alone."""
    return [_safely(text) for text in texts]


def unread(reason: str) -> Fragment:
    """Return the result for a text that could not be read."""
    return Fragment(error=reason)


def _safely(text: str) -> Fragment:
    try:
        body = html.fragment(text)
    except ParseFailed as error:
        return Fragment(error=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a parser trips over, the other texts still come in
        return Fragment(error=f"The page cannot be read ({type(error).__name__}): save it anew.")
    if html.is_empty(body):
        return Fragment(error=EMPTY)
    return Fragment(body)
