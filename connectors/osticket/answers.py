"""Canned responses and FAQs as the fields of documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from typing import Any

from connectors.contract import Skipped
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Attachment, Audience, Kind
from connectors.mysql.answers import Answer, moment, path_of, text
from connectors.mysql.source import HelpdeskConfig
from connectors.mysql.tables import Row
from connectors.osticket.database import Database, File
from connectors.parsing.fields import language_tag, read_moment, words

SYNTAX = "osticket"
#: What osTicket writes into every canned response; nothing lets anybody change it.
_UNSAID = "en_US"
_PARTS = "\x03"


def canned(database: Database, config: HelpdeskConfig) -> Iterator[Answer | Skipped]:
    """Yield the canned responses."""
    for row in database.canned:
        key, department = row.get("canned_id") or "", row.get("dept_id") or "0"
        external_id = f"canned/{key}"
        if row.get("isenabled") == "0":
            yield Skipped(external_id, "It is disabled in osTicket.")
        elif not (row.get("response") or "").strip():
            yield Skipped(external_id, "It has no text.")
        elif department != "0" and department not in database.departments:
            yield Skipped(external_id, f"Its department {department} is no more: nobody may see it.")
        else:
            files = database.files.get(("C", key), [])
            group = database.departments.get(department)
            told = [row, group, [_told(file) for file in files]]
            yield Answer(external_id, told, partial(_canned, row, group, files, config))


def faqs(database: Database, config: HelpdeskConfig) -> Iterator[Answer | Skipped]:
    """Yield the FAQs, each followed by its translations."""
    for row in database.faqs:
        key = row.get("faq_id") or ""
        if not (row.get("answer") or "").strip():
            yield Skipped(f"faq/{key}", "It has no text.")
            continue
        about = _about(database, row, config)
        files = database.files.get(("F", key), [])
        told = [about, [_told(file) for file in files]]
        yield Answer(f"faq/{key}", [row, *told], partial(_faq, row, about, files, config))
        for said in database.translations.get(_hash(key), []):
            if language := language_tag(said.get("lang") or ""):
                yield Answer(
                    f"faq/{key}/{language}",
                    [row, said, *told],
                    partial(_translated, row, said, about, files, config),
                )


def _canned(row: Row, group: str | None, files: list[File], config: HelpdeskConfig) -> Fields:
    base, said = config.base(), row.get("lang")
    url = f"{base}/scp/canned.php?id={row.get('canned_id')}" if base else None
    return {
        "kind": Kind.REPLY,
        "title": text(row, "title"),
        "body": text(row, "response"),
        "url": url,
        "audience": config.audience,
        "groups": (group,) if group else config.groups,
        "language": (language_tag(said) if said and said != _UNSAID else None) or config.language,
        "placeholder_syntax": SYNTAX,
        "created_at": read_moment(moment(row, "created")),
        "updated_at": read_moment(moment(row, "updated")),
        **_references(files, url, text(row, "response")),
        "extra": extra([], notes=text(row, "notes").strip()),
    }


def _about(database: Database, row: Row, config: HelpdeskConfig) -> dict[str, Any]:
    """Return what a FAQ has beside its text: its place, and who may read it there."""
    key, category = row.get("faq_id") or "", row.get("category_id") or ""
    public = row.get("ispublished") not in (None, "", "0") and category in database.public
    page = "kb/faq.php" if public else "scp/faq.php"
    base = config.base()
    return {
        "audience": (Audience.PUBLIC if public else Audience.INTERNAL).value,
        "folder": "::".join(path_of(category, database.categories)) or None,
        "tags": (*words(row.get("keywords") or "", ",;"), *database.topics.get(key, ())),
        "url": f"{base}/{page}?id={key}" if base else None,
    }


def _faq(row: Row, about: dict[str, Any], files: list[File], config: HelpdeskConfig) -> Fields:
    question = text(row, "question")
    # A file with a language belongs to that translation.
    general = [file for file in files if file.language is None]
    return {
        **about,
        "kind": Kind.ARTICLE,
        "title": question,
        "questions": (question,) if question else (),
        "body": text(row, "answer"),
        "groups": config.groups,
        "language": config.language,
        "created_at": read_moment(moment(row, "created")),
        "updated_at": read_moment(moment(row, "updated")),
        **_references(general, about["url"], text(row, "answer")),
        "extra": extra([], notes=text(row, "notes").strip()),
    }


def _translated(
    row: Row, said: Row, about: dict[str, Any], files: list[File], config: HelpdeskConfig
) -> Fields:
    """Return a translation: a line of marks between `question`, its text, `answer`, and its text."""
    parts = text(said, "text").split(_PARTS)[1:]
    told = dict(zip(parts[::2], parts[1::2], strict=False))
    question = told.get("question") or text(row, "question")
    theirs = [file for file in files if file.language in (None, said.get("lang"))]
    return {
        **_faq(row, about, files, config),
        "title": question,
        "questions": (question,),
        "body": told.get("answer") or "",
        "language": language_tag(said.get("lang") or ""),
        "translation_of": f"faq/{row.get('faq_id')}",
        **_references(theirs, about["url"], told.get("answer") or ""),
    }


def _hash(key: str) -> str:
    """Return how osTicket names the translations of a FAQ."""
    return hashlib.md5(f"faq.q:a.{key}".encode(), usedforsecurity=False).hexdigest()[-16:]


def _references(files: list[File], url: str | None, body: str) -> dict[str, tuple[Attachment, ...]]:
    """Return the files: osTicket gives them out by links that it signs itself, from the answer's own page."""
    own = (_reference(file, None) for file in files if file.inline)
    return {
        "attachments": tuple(_reference(file, url) for file in files if not file.inline),
        "images": (*own, *pictures(body, "")),
    }


def _reference(file: File, url: str | None) -> Attachment:
    return Attachment(name=file.name, url=url or f"cid:{file.key}", media_type=file.media_type or None)


def _told(file: File) -> list[str | bool | None]:
    return [file.name, file.key, file.media_type, file.inline, file.language]
