"""Preparing a connector's document for the store: pure, so that any thread or process can do it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from connectors.model import Document
from sidecar.knowledge.content import language as languages
from sidecar.knowledge.content.prepare import prepare_content
from sidecar.knowledge.model import Content, Passage, Placeholder

#: Part of every content hash: raise it when preparation changes, and the next run stores every document anew.
PREPARATION = 1


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
    """Return the hash under which an unchanged document is recognised without preparing it."""
    said = f"{PREPARATION}\0{default_language}\0{document.model_dump_json()}"
    return _digest(said)


def prepare(document: Document, *, default_language: str | None = None) -> Prepared:
    """Make a document ready: sanitised, placeholders in canonical form, cut into passages, language known.

    Args:
        document: What the connector handed over; its body may be hostile.
        default_language: BCP 47 tag for texts whose language is neither given nor clear; English unless set.
    """
    content = prepare_content(document)
    title = " ".join(document.title.split())
    sample = f"{title}\n{content.text}"
    return Prepared(
        document=document,
        content=content,
        language=document.language or languages.detect(sample, default_language or "en"),
        questions=tuple(dict.fromkeys(q for q in (" ".join(q.split()) for q in document.questions) if q)),
        content_hash=content_hash(document, default_language=default_language),
        body_hash=_digest(
            f"{document.title}\0{document.body_format}\0{document.placeholder_syntax}\0{document.body}"
        ),
        text_hash=_digest(" ".join(sample.split())),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
