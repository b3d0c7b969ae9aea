"""Real documentation and real saved replies come in whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.folder import FolderConnector
from connectors.replies import RepliesConnector
from sidecar.knowledge import answers
from tests.sync.conftest import Desk


@pytest.mark.parametrize(("folder", "documents"), [("organicmaps-faq", 141), ("chatwoot-docs", 91)])
async def test_documentation(desk: Desk, test_data: Path, folder: str, documents: int) -> None:
    await desk.add("folder", {"path": str(test_data / "docs" / folder), "audience": "public"})
    summary = await desk.sync(FolderConnector)
    assert (summary.added, summary.failed, summary.complete) == (documents, (), True)
    cards = await desk.database.read(
        answers.cards, await desk.database.read(answers.all_numbers, desk.source.id)
    )
    assert all(card.title and card.text.strip() for card in cards.values())
    assert not any(card.text.startswith(("---", "+++")) for card in cards.values()), "front matter is no text"


async def test_translations_of_the_faq_know_their_language(desk: Desk, test_data: Path) -> None:
    await desk.add("folder", {"path": str(test_data / "docs" / "organicmaps-faq")})
    await desk.sync(FolderConnector)
    cards = await desk.database.read(
        answers.cards, await desk.database.read(answers.all_numbers, desk.source.id)
    )
    by_name = {card.external_id: card for card in cards.values()}
    crash = by_name["content/faq/app/crash/index.pt-BR.md"]
    assert crash.language == "pt-BR"
    assert crash.translation_of == "content/faq/app/crash/index.md"
    assert {"de", "es", "fr", "ru", "tr", "uk", "zh-Hans"} <= {card.language for card in cards.values()}


async def test_canned_replies_of_osticket(desk: Desk, test_data: Path) -> None:
    await desk.add("replies", {"path": str(test_data / "replies" / "osticket-canned" / "premade.yaml")})
    summary = await desk.sync(RepliesConnector)
    assert (summary.added, summary.failed) == (2, ())


async def test_file_of_something_else_says_so_row_by_row(desk: Desk, test_data: Path) -> None:
    await desk.add("replies", {"path": str(test_data / "replies" / "django-helpdesk-demo" / "demo.json")})
    summary = await desk.sync(RepliesConnector)
    assert summary.added == 0
    assert summary.failed
    assert all("title" in item.reason for item in summary.failed)
