"""Where the sentences of a text begin and end, in every script; placeholders and list numbers stay whole."""

from __future__ import annotations

import re

#: A sentence may end here. The second branch ends one without any space after it.
_END = re.compile(r"[.!?…؟۔।॥։]+[\"'”’»)\]]*(?=\s)|[。！？｡]+[」』”’）]*")

#: Words after which a full stop ends nothing.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|[^\W\d_]\.\s?[^\W\d_]|dr|mr|mrs|ms|prof|nr|no|st|str|vs|etc|ca|bzw|usw|inkl|ggf"
    r"|evtl|tel|approx|art|inc|ltd)\.$",
    re.IGNORECASE,
)
#: Longer than any of these with a space before it: a very long line is not searched from its start each time.
_LONGEST = 16
_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]$")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]*\}\}")


def placeholders_closed(text: str) -> str:
    """Return the text with every placeholder as one meaningless word of the same length."""
    return _PLACEHOLDER.sub(lambda match: "x" * len(match.group()), text)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends; a line is at least one, a list item keeps its mark.

    Args:
        text: Plain text; placeholders are to be closed.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start = line.start()
        for match in _END.finditer(text, line.start(), line.end()):
            first, end = max(line.start(), match.end() - _LONGEST), match.end()
            if _goes_on(text[first:end], text[end : end + 2].lstrip(), opens=first == line.start()):
                continue
            spans.append(_trimmed(text, start, match.end()))
            start = match.end()
        if text[start : line.end()].strip():
            spans.append(_trimmed(text, start, line.end()))
    return spans


def _goes_on(before: str, after: str, *, opens: bool) -> bool:
    if (opens and _NUMBER.fullmatch(before)) or _ABBREVIATION.search(before):
        return True
    return after[:1].islower() and before.endswith(".")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
