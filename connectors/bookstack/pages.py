"""From what BookStack's API says of a page to the fields of a document."""

from __future__ import annotations

from typing import Any

from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Kind
from connectors.parsing.fields import read_moment, web_address

#: What the list says of a page, and in `folder` its place.
Said = dict[str, Any]


def fields(said: Said, page: dict[str, Any], base: str) -> Fields:
    """Return what a page says.

    Args:
        said: what the list says of it.
        page: the page, whole.
        base: the address of the BookStack.
    """
    slugs = said.get("book_slug"), page.get("slug") or said["slug"]
    url = web_address(f"{base}/books/{slugs[0]}/page/{slugs[1]}" if slugs[0] else "")
    return {
        "kind": Kind.ARTICLE,
        "title": page["name"],
        "body": page.get("html"),
        "url": url,
        "tags": _tags(page),
        "folder": said["folder"] or None,
        "created_at": read_moment(page.get("created_at")),
        "updated_at": read_moment(page.get("updated_at")),
        "owner": (page.get("owned_by") or {}).get("name"),
        "images": pictures(str(page.get("html") or ""), base),
    }


def _tags(page: dict[str, Any]) -> tuple[str, ...]:
    """Return the tags; one with a value is written `name: value`."""
    written = (
        f"{tag['name']}: {tag['value']}" if tag.get("value") else str(tag["name"])
        for tag in sorted(page.get("tags", ()), key=lambda tag: tag.get("order", 0))
    )
    return tuple(dict.fromkeys(written))
