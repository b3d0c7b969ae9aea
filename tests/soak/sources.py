"""Makes large sources: dumps and exports of any size, written as a stream, and a folder of many files."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

_VOCABULARY = """
    refund order invoice parcel account password reset payment card address delivery return label customer
    support ticket warranty battery charger screen update version install remove error message settings
    window button email phone number country tax discount coupon gift price shop stock colour size week day
"""
_WORDS = _VOCABULARY.split()
_SEED = 7


def wikitext(random_: random.Random, signs: int) -> str:
    """Return a page of wikitext of about so many characters, with what pages have: headings, lists, links."""
    parts: list[str] = []
    size = 0
    while size < signs:
        words = " ".join(random_.choices(_WORDS, k=40))
        link = f"[[{random_.choice(_WORDS).title()}|{random_.choice(_WORDS)}]]"
        part = (
            f"== {words[:30]} ==\n{words}. '''{words[:10]}''' {link}.\n* {words[:40]}\n* {words[40:80]}\n\n"
        )
        parts.append(part)
        size += len(part)
    return "".join(parts)[:signs]


def mediawiki_dump(path: Path, pages: int, revisions: int, signs: int) -> int:
    """Write a dump with former versions of each page; return its size in bytes."""
    random_ = random.Random(_SEED)  # noqa: S311 - the same dump every time
    with path.open("w", encoding="utf-8") as out:
        out.write("<mediawiki xml:lang='en'><siteinfo><sitename>Soak</sitename></siteinfo>\n")
        for number in range(pages):
            out.write(f"<page><title>Page {number}</title><ns>0</ns><id>{number + 1}</id>\n")
            text = wikitext(random_, signs)
            for revision in range(revisions):
                out.write(
                    f"<revision><id>{number * revisions + revision + 1}</id>"
                    f"<timestamp>2026-01-{1 + revision % 28:02d}T00:00:00Z</timestamp><model>wikitext</model>"
                    f"<text>{text} Version {revision}.</text></revision>\n"
                )
            out.write("</page>\n")
        out.write("</mediawiki>\n")
    return path.stat().st_size


def confluence_export(path: Path, pages: int, versions: int, signs: int) -> int:
    """Write the objects of a space with former versions of each page; return their size in bytes."""
    random_ = random.Random(_SEED)  # noqa: S311 - the same export every time
    with path.open("w", encoding="utf-8") as out:
        out.write("<hibernate-generic>\n")
        for object_ in _confluence_objects(random_, pages, versions, signs):
            out.write(object_)
        out.write("</hibernate-generic>\n")
    return path.stat().st_size


def _confluence_objects(random_: random.Random, pages: int, versions: int, signs: int) -> Iterator[str]:
    for number in range(pages):
        text = wikitext(random_, signs)
        for version in range(versions):
            id_ = number * versions + version + 1
            original = number * versions + 1
            former = f'<property name="originalVersionId">{original}</property>' if version else ""
            page = f'<object class="Page" package="p"><id name="id">{id_}</id>'
            page += f'<property name="title">Page {number}</property>{former}</object>\n'
            body = f'<object class="BodyContent" package="c"><id name="id">{id_}</id><property name="body">'
            body += f"<![CDATA[<p>{text} Version {version}.</p>]]></property>"
            body += f'<property name="content" class="Page"><id name="id">{id_}</id></property>'
            yield f'{page}{body}<property name="bodyType">2</property></object>\n'


def folder(root: Path, files: int) -> None:
    """Write so many Markdown files of 1 kB, a hundred to a folder."""
    random_ = random.Random(_SEED)  # noqa: S311 - the same folder every time
    text = wikitext(random_, 900).replace("==", "##").replace("'''", "**")
    _write(root, (f"# Article {number}\n\n{text}\n" for number in range(files)))


def short_documents(root: Path, files: int) -> None:
    """Write so many Markdown files of 300 characters, a hundred to a folder, each with words of its own."""
    random_ = random.Random(_SEED)  # noqa: S311 - the same folder every time

    def text(number: int) -> str:
        words = " ".join(random_.choices(_WORDS, k=40))
        return f"# {words[:30].title()} {number}\n\n{words}. **{words[10:20]}** of part p{number % 9973}.\n"

    _write(root, (text(number) for number in range(files)))


def _write(root: Path, texts: Iterable[str]) -> None:
    for number, text in enumerate(texts):
        place = root / f"section {number // 10_000}" / f"part {number // 100 % 100}"
        if number % 100 == 0:
            place.mkdir(parents=True, exist_ok=True)
        (place / f"article {number}.md").write_text(text, encoding="utf-8")
