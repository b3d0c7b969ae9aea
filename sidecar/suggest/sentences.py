"""Cutting a text into sentences, in every script."""

from __future__ import annotations

import re

from sidecar.search.sentences import sentence_spans

#: The mark of a list item: it ends no sentence and says nothing.
_COMMA = re.compile(r"[,;:،、，；]\s*|\s[-–—]\s")
_SPACE = re.compile(r"\s+")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")

#: A sentence of more characters is somebody's whole story without full stops, and is cut to such pieces.
_LONGEST = 400
_PIECE = 200

#: A line shorter than this ends because its author ended it, not because it was full.
_FULL_LINE = 50


def split_sentences(text: str) -> list[str]:
    """Cut a text into sentences; lines that were only wrapped are joined, list items stand alone."""
    return [sentence for line in split_lines(text) for sentence in line]


def split_lines(text: str) -> list[list[str]]:
    """Cut a text into lines as their author ended them, each cut into sentences."""
    lines = (_of_line(line) for line in _unwrap(text).split("\n"))
    return [line for line in lines if line]


def _of_line(line: str) -> list[str]:
    line = _BULLET.sub("", line)
    sentences = [piece for start, end in sentence_spans(line) for piece in _pieces(line[start:end])]
    return [sentence for sentence in sentences if any(char.isalnum() for char in sentence)]


def _pieces(sentence: str) -> list[str]:
    """Cut what is too long for a sentence: at a comma, else at a space, else anywhere."""
    pieces: list[str] = []
    start = 0
    while len(sentence) - start > _LONGEST:
        window = sentence[start + _PIECE : start + _LONGEST]
        found = _COMMA.search(window) or _SPACE.search(window)
        end = start + _PIECE + (found.end() if found else 0)
        pieces.append(sentence[start:end].strip())
        start = end
    return [*pieces, sentence[start:].strip()]


def _unwrap(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    joined: list[str] = []
    for line in lines:
        if joined and _continues(joined[-1], line):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _continues(before: str, line: str) -> bool:
    stripped = line.strip()
    return (
        len(before.rstrip()) >= _FULL_LINE
        and before.rstrip()[-1:] not in ".!?:。！？"
        and stripped[:1].islower()
    )
