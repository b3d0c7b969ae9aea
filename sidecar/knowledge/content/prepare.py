"""A document's body made ready: rendered, made safe, placeholders compiled, cut into passages.

The order matters for safety: whatever the rewriting step writes goes through the strict gate once more.
"""

from __future__ import annotations

from connectors.model import BodyFormat, Document, Kind
from sidecar.knowledge.content import passages, placeholders
from sidecar.knowledge.content.depth import DEEPEST, is_too_deep
from sidecar.knowledge.content.render import to_html
from sidecar.knowledge.content.rewrite import Rules, needs_rewriting, rewrite
from sidecar.knowledge.content.sanitise import presanitise, sanitise
from sidecar.knowledge.errors import NestedTooDeep
from sidecar.knowledge.model import Content, Placeholder


def prepare_content(document: Document) -> Content:
    """Return the content of a document, safe to show and to insert.

    Raises:
        NestedTooDeep: its elements lie in each other hundreds of levels deep.
    """
    reply = document.kind is Kind.REPLY
    raw = to_html(document.body, document.body_format)
    if is_too_deep(raw):
        raise NestedTooDeep(
            f"The document is nested more than {DEEPEST} levels deep: save it anew from its source."
        )
    clean = presanitise(raw)
    rules = Rules(
        reader=placeholders.reader_for(document.body, document.placeholder_syntax, reply=reply),
        base=document.url,
        lines=reply,
        code_is_literal=not reply,
        short_breaks=reply and document.body_format is BodyFormat.MARKDOWN,
    )
    gaps: tuple[Placeholder, ...] = ()
    if needs_rewriting(clean, rules):
        rewritten, gaps = rewrite(clean, rules)
        clean = sanitise(rewritten)
    clean = clean.strip()
    text, pieces = passages.whole(clean) if reply else passages.cut(clean)
    return Content(clean, text, pieces, gaps)
