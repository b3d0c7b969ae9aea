"""Preparing a connector's document for the store: pure, so that any thread or process can do it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from connectors.model import Document
from sidecar.knowledge.content import language as languages
from sidecar.knowledge.content.prepare import prepare_content
from sidecar.knowledge.model import Content, Passage, Placeholder

#: Part of every content hash: raise it when preparation changes, and the next run stores every document anew.
PREPARATION = 2

#: NUL, which PostgreSQL refuses, and halves of surrogate pairs, which are no text at all.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document made ready to be stored.

    `content_hash` covers all that the document says, `body_hash` what its author wrote (title, body),
    `text_hash` what a reader sees of it: formatting apart, only that decides whether an answer "changed
    since it was verified".
    """

    document: Document
    content: Content
    language: str
    questions: tuple[str, ...]
    content_hash: str
    body_hash: str
    text_hash: str

    @property
    def html(self) -> str:
        """The sanitised body."""
        return self.content.html

    @property
    def text(self) -> str:
        """The body as plain text."""
        return self.content.text

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The pieces to index; at least one."""
        return self.content.passages

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """The gaps in the body, each name once."""
        return self.content.placeholders


def content_hash(document: Document, *, default_language: str | None = None) -> str:
    """Return the hash under which an unchanged document is recognised without preparing it.

    The date of its last change does not count: a file that was only copied or touched has not changed.
    """
    return _hash(_storable(document)[1], default_language)


def prepare(document: Document, *, default_language: str | None = None) -> Prepared:
    """Make a document ready: sanitised, placeholders in canonical form, cut into passages, language known.

    Args:
        document: What the connector handed over; its body may be hostile.
        default_language: BCP 47 tag for texts whose language is neither given nor clear; English unless set.
    """
    document, said = _storable(document)
    content = prepare_content(document)
    sample = f"{' '.join(document.title.split())}\n{content.text}"
    written = (document.title, document.body_format, document.placeholder_syntax or "", document.body)
    return Prepared(
        document=document,
        content=content,
        language=document.language or languages.detect(sample, default_language or "en"),
        questions=tuple(dict.fromkeys(q for q in (" ".join(q.split()) for q in document.questions) if q)),
        content_hash=_hash(said, default_language),
        body_hash=_digest("\0".join(written)),
        text_hash=_digest(" ".join(sample.split())),
    )


def _hash(said: str, default_language: str | None) -> str:
    return _digest(f"{PREPARATION}\0{default_language}\0{said}")


def _storable(document: Document) -> tuple[Document, str]:
    """Return the document and all it says (but not when) as JSON, without what no database takes."""
    try:
        said = document.model_dump_json(exclude={"updated_at"})
    except ValueError:
        said = ""
    if said and "\\u0000" not in said:
        return document, said
    cleaned = Document.model_validate(_cleaned(document.model_dump()))
    return cleaned, cleaned.model_dump_json(exclude={"updated_at"})


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
