"""The excerpt of a suggestion: what answers the question, whole, and none of the formulas around it."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.model import Kind
from sidecar.search.excerpts import LENGTH
from sidecar.suggest.letter import body_span
from sidecar.suggest.model import Person
from tests.suggest.running import article, reply, team, ticket

CASES = sorted((Path(__file__).parent / "excerpts").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_the_excerpt_shows_what_answers(path: Path, tmp_path: Path) -> None:
    """Each file in `excerpts/` is an answer, a ticket, and what has to be seen and what must not."""
    case: dict[str, Any] = yaml.safe_load(await asyncio.to_thread(path.read_text, "utf-8"))
    make = article if case.get("kind") == Kind.ARTICLE else reply
    document = make(
        case["title"],
        case["body"],
        questions=tuple(case.get("questions", ())),
        language=case.get("language", "en"),
    )
    asked = ticket(case["text"], subject=case["subject"], customer=Person(name="Ada Brennan"))
    async with team(tmp_path) as shop:
        await shop.store(document, reply("Opening hours", "We are here from nine to five."))
        found = (await shop.ask(asked, limit=1)).suggestions[0]
    shown = unescape(re.sub(r"</?mark>", "", found.excerpt_html))
    assert found.answer.title == case["title"]
    assert shown.startswith(case.get("begins", ""))
    assert [piece for piece in case.get("contains", ()) if piece not in shown] == []
    assert [piece for piece in case.get("absent", ()) if piece in shown] == []
    assert len(shown) <= LENGTH + len("… ") + len(" …")
    assert shown.count("{{") == shown.count("}}")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Hello,\n\nit is here.\n\nBest,\nAda", "it is here."),
        ("It is here.", "It is here."),
        ("Hi Ada! It is here.", "It is here."),
        ("Thanks for asking! It is here.\n\nThank you and best regards\nAda\nShop", "It is here."),
        ("Bonjour {{customer.name}},\n\nvoici.\n\nCordialement", "voici."),
        ("{{customer.name}} bought it.\nIt is here.", "{{customer.name}} bought it.\nIt is here."),
        ("Hello,", "Hello,"),
        ("", ""),
    ],
)
def test_formulas_around_a_reply_are_no_part_of_it(text: str, body: str) -> None:
    start, end = body_span(text)
    assert text[start:end].strip() == body
