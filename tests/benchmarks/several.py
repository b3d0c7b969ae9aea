"""Tickets with several questions, made of labelled ones: different answers, small talk in between."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.labelled import Ticket
from tests.suggest.running import Team

#: Small talk by language: a greeting, what stands between two questions, a closing.
SMALL_TALK = {
    "en": (
        ("Hello team,", "Hi there,", "Good morning,"),
        (
            "I have been a customer for years.",
            "Apart from that I am happy with everything.",
            "One more thing.",
            "My colleague recommended you.",
        ),
        ("Best regards,\nPeter Miller", "Thanks in advance\nAnn", "Cheers, Tom"),
    ),
    "de": (
        ("Guten Tag,", "Hallo zusammen,", "Sehr geehrte Damen und Herren,"),
        (
            "Ich bin schon lange bei Ihnen.",
            "Ansonsten bin ich sehr zufrieden.",
            "Und noch etwas.",
            "Ein Kollege hat Sie mir empfohlen.",
        ),
        ("Mit freundlichen Grüßen\nPeter Müller", "Vielen Dank im Voraus\nAnna", "Viele Grüße\nJan"),
    ),
    "ar": (
        ("مرحبا،", "السلام عليكم،"),
        ("أنا عميل لديكم منذ سنوات.", "وعندي سؤال آخر.", "شكرا على خدمتكم."),
        ("مع تحياتي\nأحمد", "شكرا لكم\nسارة"),
    ),
    "zh": (
        ("您好，", "你好，"),
        ("我是你们的老客户。", "还有一件事。", "其他方面我都很满意。"),
        ("谢谢\n王伟", "此致\n李娜"),
    ),
}


@dataclass(frozen=True)
class Several:
    """A ticket with the labels of all that it asks."""

    text: str
    labels: frozenset[str]


@dataclass
class Covered:
    """How many tickets had the right answers to all of their questions in the first three and five."""

    tickets: int = 0
    third: int = 0
    fifth: int = 0

    @property
    def in3(self) -> float:
        return 100 * self.third / max(self.tickets, 1)

    @property
    def in5(self) -> float:
        return 100 * self.fifth / max(self.tickets, 1)

    def __str__(self) -> str:
        return f"all in 3 {self.in3:.1f}  all in 5 {self.in5:.1f}  (n={self.tickets})"


def several(tickets: Sequence[Ticket], count: int, asked: int, language: str) -> Iterator[Several]:
    """Make tickets of `asked` questions with different answers, always the same ones."""
    draw = random.Random(f"{count} {asked} {language}")  # noqa: S311 - a sample, not a secret
    greetings, between, closings = SMALL_TALK[language]
    for _ in range(count):
        picked: dict[str, str] = {}
        while len(picked) < asked:
            ticket = draw.choice(tickets)
            picked.setdefault(ticket.label or "", ticket.text)
        lines = [draw.choice(greetings), ""]
        for place, text in enumerate(picked.values()):
            if place and draw.random() < 0.7:
                lines.append(draw.choice(between))
            lines.append(text)
        yield Several("\n".join([*lines, "", draw.choice(closings)]), frozenset(picked))


async def cover(house: Team, tickets: Iterator[Several]) -> Covered:
    """Ask every ticket as an agent's page would."""
    covered = Covered()
    for ticket in tickets:
        found = [each.answer.external_id for each in (await house.ask(ticket.text)).suggestions]
        covered.tickets += 1
        covered.third += ticket.labels <= set(found[:3])
        covered.fifth += ticket.labels <= set(found[:5])
    return covered
