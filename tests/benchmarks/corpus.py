"""A corpus of any size from real documentation: its sentences drawn anew, always in the same way."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from connectors.model import Document
from tests.suggest.running import article

_SENTENCES = 6
_TICKET_SENTENCES = 10


def sentences(docs: Path) -> list[str]:
    """Read the prose of all Markdown files below a folder."""
    found: list[str] = []
    for path in sorted(docs.rglob("*.md*")):
        text = re.sub(r"```.*?```|^---.*?---", " ", path.read_text("utf-8"), flags=re.DOTALL)
        lines = (re.sub(r"[#*`|>\[\]{}]|\(.*?\)", " ", line).strip() for line in text.splitlines())
        pieces = (piece for line in lines for piece in re.split(r"(?<=[.!?])\s+", line))
        found.extend(piece for piece in pieces if 5 <= len(piece.split()) <= 40)
    return found


def articles(pool: list[str], count: int) -> Iterator[Document]:
    """Give articles of one passage each, every one with a word of its own."""
    draw = random.Random(count)  # noqa: S311 - a sample, not a secret
    for number in range(count):
        title = " ".join(draw.choice(pool).split()[:6])
        body = " ".join(draw.choices(pool, k=_SENTENCES)) + f" Reference kb{number}."
        yield article(f"{title} {number}", body)


def tickets(pool: list[str], count: int) -> list[str]:
    """Give tickets of about 150 words in ten sentences."""
    draw = random.Random(-count)  # noqa: S311 - a sample, not a secret
    return ["Hello,\n\n" + " ".join(draw.choices(pool, k=_TICKET_SENTENCES)) for _ in range(count)]
