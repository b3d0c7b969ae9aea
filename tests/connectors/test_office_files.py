"""Word and PDF files: what comes in, and what hostile ones are refused for."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import archives, pdf, word
from connectors.parsing.formats import read_file
from tests.connectors.making import paragraph, pdf_file, word_file


def test_word_headings_become_the_title_and_html(tmp_path: Path) -> None:
    body = paragraph("Returns", "Heading1") + paragraph("Within 30 days.") + paragraph("Labels", "Heading2")
    parsed = read_file(str(word_file(tmp_path / "a.docx", body)), ".docx")
    assert parsed.title == "Returns"
    assert parsed.body == "<p>Within 30 days.</p><h2>Labels</h2>"
    assert parsed.body_format is BodyFormat.HTML


def test_word_without_heading_is_called_what_its_properties_say(tmp_path: Path) -> None:
    parsed = word.parse(word_file(tmp_path / "a.docx", paragraph("Text."), title="From the properties"))
    assert parsed.title == "From the properties"
    assert str(parsed.fields["updated_at"]) == "2026-01-31 12:00:00+00:00"


def test_word_file_that_is_old_or_protected_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(ParseFailed, match="password-protected"):
        word.parse(file)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_word_file_with_entities_is_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(ParseFailed, match="entities"):
        word.parse(word_file(tmp_path / "a.docx", paragraph("&e;"), doctype=doctype))


def test_entities_hidden_in_utf16_are_found(tmp_path: Path) -> None:
    hidden = (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]><x/>'.encode(
            "utf-16"
        )
    )
    with pytest.raises(ParseFailed, match="entities"):
        word.parse(word_file(tmp_path / "a.docx", paragraph("Hi"), more={"word/styles.xml": hidden}))


def test_bomb_is_refused_by_what_it_unpacks_to(tmp_path: Path) -> None:
    bomb = word_file(tmp_path / "a.docx", paragraph("Hi"), more={"word/media/x.bin": bytes(60_000_000)})
    assert bomb.stat().st_size < 200_000
    with pytest.raises(ParseFailed, match="unpacks to far more"):
        word.parse(bomb)


def test_archive_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(archives.MAX_MEMBERS + 1):
            archive.writestr(f"{number}", b"")
    with pytest.raises(ParseFailed, match="parts"):
        word.parse(file)


def test_linked_picture_of_a_word_file_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        f' Target="{secret.as_uri()}" TargetMode="External"/></Relationships>'
    )
    schemas = "http://schemas.openxmlformats.org"
    picture = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{schemas}/drawingml/2006/wordprocessingDrawing">'
        f'<a:graphic xmlns:a="{schemas}/drawingml/2006/main"><a:graphicData>'
        f'<pic:pic xmlns:pic="{schemas}/drawingml/2006/picture"><pic:blipFill>'
        f'<a:blip xmlns:r="{schemas}/officeDocument/2006/relationships" r:link="r9"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    more = {"word/_rels/document.xml.rels": relations.encode()}
    parsed = word.parse(word_file(tmp_path / "a.docx", paragraph("Text.") + picture, more=more))
    assert parsed.body == "<p>Text.</p>"


def test_pdf_says_title_date_and_text(tmp_path: Path) -> None:
    parsed = pdf.parse(pdf_file(tmp_path / "a.pdf", [["Return it.", "Now."]], title="Returns"))
    assert parsed.title == "Returns"
    assert "Return it." in parsed.body
    assert str(parsed.fields["updated_at"]) == "2026-01-31 12:00:00+01:00"


def test_pdf_loses_the_lines_that_repeat_on_every_page(tmp_path: Path) -> None:
    rules = [f"Rule number {letter} is about something else." for letter in "abcd"]
    pages = [["Handbook 2026", rule, f"Page {number}"] for number, rule in enumerate(rules)]
    body = pdf.parse(pdf_file(tmp_path / "a.pdf", pages)).body
    assert "Handbook" not in body
    assert "Page" not in body
    assert "Rule number c" in body


def test_protected_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(ParseFailed, match="password-protected"):
        pdf.parse(pdf_file(tmp_path / "a.pdf", [["Secret"]], encrypted=True))


def test_scanned_pdf_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ParseFailed, match="OCR"):
        pdf.parse(pdf_file(tmp_path / "a.pdf", [[]]))


LONG = "A long line that reaches the right edge"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([LONG, "and goes on."], [f"{LONG} and goes on."]),
        (["It ends far before.", f"{LONG} here"], ["It ends far before.", f"{LONG} here"]),
        ([f"{LONG}.", f"{LONG}, and further still"], [f"{LONG}.", f"{LONG}, and further still"]),
        (["Buy these:", "• one thing", "• another"], ["Buy these:", "• one thing", "• another"]),
        (["All orders are ship\u00ad", "ped today."], ["All orders are shipped today."]),
        (
            ["退款政策请在三十天内联系我们的客服", "人员办理。"],
            ["退款政策请在三十天内联系我们的客服人员办理。"],
        ),
    ],
)
def test_lines_of_a_page_become_paragraphs(lines: list[str], expected: list[str]) -> None:
    assert pdf.paragraphs(lines).split("\n\n") == expected
