"""Replies as agents make them of saved answers, generated from real texts, with the answers they hold."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("de", "ar", "zh", "hi", "tr")
GREETINGS = (
    "Hello {},",
    "Dear {}, thank you for your message.",
    "Hi {}!\n\nThanks for getting in touch with us today.",
)
CLOSINGS = (
    "Best regards,\nAda\nLamp & Sons support team, 1 Harbour Street",
    "Is there anything else we can do for you? Just answer this mail.\n\nKind regards\nGrace",
    "",
)
NAMES = ("Grace Hopper", "Linus", "Søren Aabye Kierkegaard", "王小明")
QUOTE = "\n\nOn Mon, 2 Mar 2026 at 10:00, Support <help@lamp.example> wrote:\n> {}"


@dataclass(frozen=True)
class Reply:
    """One reply, and the places of the answers it was made of."""

    text: str
    made_of: frozenset[int]


def texts(data: Path) -> list[str]:
    """Passages of five languages and paragraphs of English documentation, of 15 words and more."""
    found: list[str] = []
    for language in LANGUAGES:
        lines = (data / "labelled" / f"xquad-{language}" / "corpus.jsonl").read_text("utf-8").splitlines()
        found += [json.loads(line)["text"] for line in lines]
    for file in sorted((data / "docs" / "chatwoot-docs").rglob("*.md*")):
        paragraphs = re.split(r"\n\s*\n", file.read_text("utf-8"))
        found += [each for each in paragraphs if len(each.split()) >= 15 and not re.search(r"[<{|`]", each)]
    return list(dict.fromkeys(" ".join(each.split()) for each in found))


def courtesies() -> list[str]:
    """Greetings and closings, which teams save as replies of their own."""
    return [each.replace("{}", "{{name}}") for each in (*GREETINGS, *CLOSINGS) if each]


def with_gaps(text: str, chance: random.Random) -> str:
    """A saved answer has gaps: every few dozens of words one is a placeholder."""
    words = text.split(" ")
    for at in range(chance.randrange(12), len(words), 30):
        words[at] = "{{customer.name}}"
    return " ".join(words)


def replies(answers: Sequence[str], others: Sequence[str], count: int, seed: int) -> Iterator[Reply]:
    """Replies of one answer, of two, and of none: filled in, edited, greeted, signed, with history below."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        made_of = chance.sample(range(len(answers)), chance.choice([0, 1, 1, 1, 2]))
        said = [_edited(answers[at], chance) for at in made_of] or [chance.choice(others)]
        closing = chance.choice(CLOSINGS)
        quoted = QUOTE.format(chance.choice(answers)) if chance.random() < 0.3 else ""
        text = "\n\n".join([chance.choice(GREETINGS).format(chance.choice(NAMES)), *said, closing])
        yield Reply(text + quoted, frozenset(made_of))


def _edited(text: str, chance: random.Random) -> str:
    text = text.replace("{{customer.name}}", chance.choice(NAMES))
    words = text.split(" ")
    if len(words) > 12:
        for _ in range(round(len(words) * chance.choice([0, 0, 0.02, 0.05]))):
            words[chance.randrange(len(words))] = chance.choice(["certainly", "our", "tomorrow", "42"])
    whole = " ".join(words)
    sentences = re.split(r"(?<=[.!?。]) ?", whole)
    if len(sentences) > 4 and chance.random() < 0.3:
        del sentences[chance.randrange(len(sentences))]
        return " ".join(sentences)
    return whole
