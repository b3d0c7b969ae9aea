"""What of a reply says something: not the greeting, not the thanks, not the closing with the name."""

from __future__ import annotations

from sidecar.search.sentences import placeholders_closed, sentence_spans
from sidecar.suggest.phrases import CLOSING, COURTESY, GREETING

#: A name, a role, a team and an address may follow a closing formula; more is text.
_AFTER_CLOSING = 4
#: A line that greets has no more words.
_GREETING_WORDS = 5
_FULL_STOPS = frozenset(".?;:。？؟۔।")


def body_span(text: str) -> tuple[int, int]:
    """Return from where to where a reply says something; all of it if it is nothing but formulas."""
    closed = placeholders_closed(text)
    start = _after_greeting(text, closed)
    end = _before_closing(closed, start)
    for first, last in sentence_spans(closed[:end]):
        if first < start or COURTESY.match(closed[first:last]):
            start = max(start, last)
        else:
            return first, end
    return 0, len(text)


def _after_greeting(text: str, closed: str) -> int:
    indent = len(text) - len(text.lstrip())
    line = closed[indent:].split("\n", 1)[0]
    greeting = GREETING.match(line)
    if greeting:
        return indent + greeting.end()
    # In any language: a short line with somebody's name that ends no sentence greets.
    named = line != text[indent : indent + len(line)]
    short = len(line.split()) <= _GREETING_WORDS and line.rstrip()[-1:] not in _FULL_STOPS
    return indent + len(line) if named and short and "\n" in text[indent:] else 0


def _before_closing(text: str, start: int) -> int:
    lines = text[start:].splitlines(keepends=True)
    end, after = len(text), 0
    for line in reversed(lines):
        end -= len(line)
        if CLOSING.match(line.strip()):
            return end
        after += bool(line.strip())
        if after > _AFTER_CLOSING:
            break
    return len(text)
