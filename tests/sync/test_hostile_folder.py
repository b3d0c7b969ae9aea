"""A folder with a file of every evil kind beside good ones, through the real host and guarded process."""

from __future__ import annotations

import asyncio
from pathlib import Path

from connectors.folder import FolderConnector
from tests.connectors.making import paragraph, pdf_file, word_file
from tests.sync.conftest import Desk


def lay_out(root: Path) -> None:
    root.mkdir()
    word_file(root / "good.docx", paragraph("Returns", "Heading1") + paragraph("Within 30 days."))
    pdf_file(root / "good.pdf", [["Write to us."]], title="Contact")
    (root / "good.md").write_text("# Refunds\n\nYes.", encoding="utf-8")
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    word_file(root / "entity.docx", paragraph("&e;"), doctype=entity)
    word_file(root / "bomb.docx", paragraph("Hi"), more={"word/media/a.bin": bytes(50_000_000)})
    (root / "damaged.docx").write_bytes(b"PK\x03\x04 and nothing more")
    (root / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 50)
    (root / "deep.html").write_text("<div>" * 90_000 + "x", encoding="utf-8")
    (root / "script.html").write_text("<script>alert(1)</script><p onclick=x>Fine.</p>", encoding="utf-8")


async def test_every_evil_file_fails_alone(desk: Desk, tmp_path: Path) -> None:
    await asyncio.to_thread(lay_out, tmp_path / "files")
    await desk.add("folder", {"path": str(tmp_path / "files")})
    summary = await desk.sync(FolderConnector)
    assert summary.complete
    stored = await desk.stored()
    assert {"good.docx", "good.pdf", "good.md", "script.html"} <= set(stored)
    assert "alert" not in stored["script.html"]
    failed = {item.external_id: item.reason for item in summary.failed}
    assert {"entity.docx", "bomb.docx", "damaged.docx", "damaged.pdf", "deep.html"} <= set(failed)
    assert set(failed) | set(stored) == {
        path.name for path in await asyncio.to_thread(sorted, (tmp_path / "files").iterdir())
    }
    assert not any("root:" in text for text in stored.values())
