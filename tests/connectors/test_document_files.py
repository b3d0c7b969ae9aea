"""Texts and zipped documents of other programs: what hostile or protected ones are refused for, or lose."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.contract import ParseFailed
from connectors.parsing.formats import read_file
from sidecar.sync.sandbox import Sandbox

CASES = Path(__file__).parent / "folder_cases"
ZIPPED = ["written-by-pandoc.odt", "written-by-pandoc.pptx", "written-by-pandoc.epub"]
MARKUP = st.text(alphabet="*_`#+|=-.:;,<>[](){}/\\^~'\"$&! \n\tab1", max_size=300)


def changed(source: Path, target: Path, parts: dict[str, bytes]) -> Path:
    """Copy a zip file with some of its parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in parts:
                new.writestr(member, old.read(member))
        for name, data in parts.items():
            new.writestr(name, data)
    return target


def part(source: Path, name: str) -> bytes:
    with zipfile.ZipFile(source) as archive:
        return archive.read(name)


@pytest.mark.parametrize("name", [path.name for path in sorted(CASES.iterdir())])
def test_every_case_comes_back_from_the_guarded_process_as_it_went_in(name: str) -> None:
    path = str(CASES / name)
    suffix = Path(name).suffix
    if suffix == ".doc":
        return

    async def guarded() -> object:
        sandbox = Sandbox()
        try:
            return await sandbox.run(read_file, path, suffix)
        except ParseFailed as error:
            return str(error)
        finally:
            await sandbox.close()

    try:
        expected: object = read_file(path, suffix)
    except ParseFailed as error:
        expected = str(error)
    assert asyncio.run(guarded()) == expected


@pytest.mark.parametrize("name", ZIPPED)
def test_bomb_within_a_document_is_refused(name: str, tmp_path: Path) -> None:
    bomb = changed(CASES / name, tmp_path / name, {"media/x.bin": bytes(60_000_000)})
    with pytest.raises(ParseFailed, match="unpacks to far more"):
        read_file(str(bomb), bomb.suffix)


@pytest.mark.parametrize(
    ("name", "member"),
    [("written-by-pandoc.odt", "content.xml"), ("written-by-pandoc.pptx", "ppt/presentation.xml")],
)
def test_entities_are_refused(name: str, member: str, tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    hostile = changed(CASES / name, tmp_path / name, {member: doctype})
    with pytest.raises(ParseFailed, match="entities"):
        read_file(str(hostile), hostile.suffix)


def test_entities_of_a_book_are_not_resolved(tmp_path: Path) -> None:
    book = CASES / "written-by-pandoc.epub"
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    doctype = f'<!DOCTYPE package [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    package = part(book, "EPUB/content.opf").replace(b"<package", doctype + b"<package", 1)
    package = package.replace(b">Returns and refunds<", b">Returns &e;<")
    parsed = read_file(str(changed(book, tmp_path / "a.epub", {"EPUB/content.opf": package})), ".epub")
    assert "SECRET" not in f"{parsed}"


def test_protected_documents_say_so(tmp_path: Path) -> None:
    book, text = CASES / "written-by-pandoc.epub", CASES / "written-by-pandoc.odt"
    chapter = next(name for name in zipfile.ZipFile(book).namelist() if "ch001" in name)
    encryption = f'<encryption><CipherReference URI="{chapter}"/></encryption>'.encode()
    with pytest.raises(ParseFailed, match="DRM"):
        read_file(str(changed(book, tmp_path / "a.epub", {"META-INF/encryption.xml": encryption})), ".epub")
    manifest = part(text, "META-INF/manifest.xml").replace(
        b"</manifest:manifest>",
        b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
        b"</manifest:file-entry></manifest:manifest>",
    )
    with pytest.raises(ParseFailed, match="password"):
        read_file(str(changed(text, tmp_path / "a.odt", {"META-INF/manifest.xml": manifest})), ".odt")


def test_hidden_slide_is_left_out(tmp_path: Path) -> None:
    slides = CASES / "written-by-pandoc.pptx"
    second = part(slides, "ppt/slides/slide2.xml")
    assert b"30 days" in second
    hidden = second.replace(b"<p:sld ", b'<p:sld show="0" ', 1)
    parsed = read_file(str(changed(slides, tmp_path / "a.pptx", {"ppt/slides/slide2.xml": hidden})), ".pptx")
    assert "30 days" not in parsed.body
    assert "4711" in parsed.body


def test_deleted_and_commented_text_of_a_document_is_left_out(tmp_path: Path) -> None:
    text = CASES / "written-by-pandoc.odt"
    content = part(text, "content.xml").replace(
        b"<office:text>",
        b"<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>Old price</text:p>"
        b"</text:deletion></text:changed-region></text:tracked-changes>"
        b"<text:p>Kept<office:annotation><text:p>Do not tell</text:p></office:annotation></text:p>",
        1,
    )
    parsed = read_file(str(changed(text, tmp_path / "a.odt", {"content.xml": content})), ".odt")
    assert "<p>Kept</p>" in parsed.body
    assert "Old price" not in parsed.body
    assert "Do not tell" not in parsed.body


@pytest.mark.parametrize("suffix", [".rst", ".adoc"])
def test_no_other_file_is_read(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET,SECRET", encoding="utf-8")
    written = (
        "Title\n=====\n\nText.\n\n.. include:: secret.txt\n\n.. literalinclude:: secret.txt\n\n"
        ".. csv-table:: t\n   :file: secret.txt\n\n.. raw:: html\n   :file: secret.txt\n"
        if suffix == ".rst"
        else "= Title\n\nText.\n\ninclude::secret.txt[]\n\n[cols=2]\n,===\ninclude::secret.txt[]\n,===\n"
    )
    (tmp_path / f"a{suffix}").write_text(written, encoding="utf-8")
    parsed = read_file(str(tmp_path / f"a{suffix}"), suffix)
    assert parsed.title == "Title"
    assert "Text." in parsed.body
    assert "SECRET" not in parsed.body


def test_one_text_sees_nothing_of_the_roles_of_another(tmp_path: Path) -> None:
    (tmp_path / "a.rst").write_text(".. default-role:: math\n\nA\n=\n\n`x`", encoding="utf-8")
    (tmp_path / "b.rst").write_text("B\n=\n\n`x`", encoding="utf-8")
    read_file(str(tmp_path / "a.rst"), ".rst")
    assert "<cite>x</cite>" in read_file(str(tmp_path / "b.rst"), ".rst").body


@pytest.mark.parametrize("suffix", [".adoc", ".rst", ".eml", ".rtf"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=MARKUP)
def test_any_text_is_read_or_refused_with_a_reason(suffix: str, tmp_path: Path, text: str) -> None:
    head = {".eml": "Subject: x\n", ".rtf": "{\\rtf1 "}.get(suffix, "")
    (tmp_path / f"a{suffix}").write_text(head + text, encoding="utf-8")
    with contextlib.suppress(ParseFailed):
        assert read_file(str(tmp_path / f"a{suffix}"), suffix).body


def test_many_nested_blocks_are_refused_or_read_quickly(tmp_path: Path) -> None:
    fences = [f"{'=' * (4 + depth)}" for depth in range(60)]
    (tmp_path / "a.adoc").write_text("\n".join([*fences, "x", *reversed(fences)]), encoding="utf-8")
    with pytest.raises(ParseFailed, match="nested"):
        read_file(str(tmp_path / "a.adoc"), ".adoc")


def test_a_document_called_otherwise_says_so(tmp_path: Path) -> None:
    shutil.copyfile(CASES / "written-by-pandoc.odt", tmp_path / "a.epub")
    with pytest.raises(ParseFailed, match="no EPUB"):
        read_file(str(tmp_path / "a.epub"), ".epub")
