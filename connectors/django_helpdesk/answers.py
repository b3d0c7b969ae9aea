"""Pre-set replies and knowledge base items as the fields of documents.

The models are django-helpdesk's own (`helpdesk/models.py` of 2.6): a reply's body is a Django template in
plain text, an item's answer is Markdown.
"""

from __future__ import annotations

from typing import Any

from connectors.contract import ParseFailed
from connectors.django_helpdesk.export import Export, Record
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import language_tag, read_moment

SYNTAX = "django-helpdesk"


def queues_of(export: Export, reply: Record) -> list[Record]:
    """Return the queues that a reply is limited to; none means all of them.

    Raises:
        ParseFailed: one is not in the export, so that nobody knows who may see the reply.
    """
    keys = [str(key) for key in reply.get("queues") or ()]
    if missing := [key for key in keys if key not in export.queues]:
        raise ParseFailed(
            f"It is limited to queue {missing[0]}, which is not in the export: export `helpdesk.queue`, too."
        )
    return [export.queues[key] for key in keys]


def reply_fields(export: Export, reply: Record) -> Fields:
    """Return what a pre-set reply says."""
    queues = queues_of(export, reply)
    languages = {language_tag(queue.get("locale")) for queue in queues}
    return {
        "kind": Kind.REPLY,
        "title": str(reply["name"]),
        "body": reply["body"],
        "body_format": BodyFormat.TEXT,
        "placeholder_syntax": SYNTAX,
        "groups": tuple(dict.fromkeys(str(queue["title"]) for queue in queues)),
        "language": languages.pop() if len(languages) == 1 else None,
    }


def item_fields(export: Export, key: str, item: Record, address: str | None) -> Fields:
    """Return what an item of the knowledge base says.

    Args:
        export: with the item's category.
        key: the item's own.
        item: its fields.
        address: where the helpdesk is, without a slash at its end.
    """
    category: dict[str, Any] = export.categories.get(str(item.get("category")), {})
    slug = category.get("slug")
    question = str(item.get("question") or "").strip()
    title = str(item.get("title") or question)
    shown = {True: Audience.PUBLIC, False: Audience.INTERNAL}
    return {
        "kind": Kind.ARTICLE,
        "title": title,
        "body": item["answer"],
        "body_format": BodyFormat.MARKDOWN,
        "questions": (question,) if question else (),
        "url": f"{address}/kb/{slug}/?kbitem={key}" if address and slug else None,
        "audience": shown.get(category.get("public", True)) if category else None,
        "folder": str(category.get("title") or category.get("name") or "") or None,
        "updated_at": read_moment(item.get("last_updated")),
        "extra": extra([], votes=item.get("votes"), recommendations=item.get("recommendations")),
    }
