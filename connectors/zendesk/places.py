"""What the help centre says around its articles: sections and categories, content tags, who may view.

Format: Zendesk's Help Center API reference ("Sections", "Categories", "User segments", "Content tags").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.hosted.api import Api
from connectors.model import Audience
from connectors.zendesk.api import all_of, group_names, if_allowed

_STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Viewers:
    """Who may view an article."""

    audience: Audience
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Sections, categories and user segments by id, as the API gives them; names of tags and groups by id."""

    sections: Mapping[int, dict[str, Any]]
    categories: Mapping[int, dict[str, Any]]
    tags: Mapping[str, str]
    segments: Mapping[int, dict[str, Any]]
    groups: Mapping[int, str]

    def folder(self, section_id: int | None, locale: str) -> str | None:
        """Return the path of a section, named in a locale where it has names in it."""
        names: list[str] = []
        category = None
        above = dict(self.sections)  # each is passed once: sections may lie in a circle
        section = above.pop(section_id or 0, None)
        while section is not None:
            names.append(_name(section, locale))
            category = self.categories.get(section.get("category_id") or 0, category)
            section = above.pop(section.get("parent_section_id") or 0, None)
        if category is not None:
            names.append(_name(category, locale))
        return "::".join(filter(None, reversed(names))) or None

    def tags_of(self, article: dict[str, Any]) -> tuple[str, ...]:
        """Return labels and content tags; a tag whose name is not known is left out."""
        named = [self.tags.get(id_) for id_ in article.get("content_tag_ids") or ()]
        labels = [str(label) for label in article.get("label_names") or ()]
        return tuple(dict.fromkeys([*labels, *filter(None, named)]))

    def viewers(self, article: dict[str, Any]) -> Viewers:
        """Return who may view an article: those of any of its segments."""
        ids = list(article.get("user_segment_ids") or ())
        if article.get("user_segment_id") is not None and article["user_segment_id"] not in ids:
            ids.append(article["user_segment_id"])
        if not ids:
            return Viewers(Audience.PUBLIC)
        found = [self._viewers(id_) for id_ in ids]
        audiences = {viewers.audience for viewers in found}
        widest = next(
            kind for kind in (Audience.PUBLIC, Audience.UNKNOWN, Audience.INTERNAL) if kind in audiences
        )
        if any(not viewers.groups for viewers in found):
            return Viewers(widest)
        return Viewers(widest, tuple(sorted({group for viewers in found for group in viewers.groups})))

    def _viewers(self, segment_id: int) -> Viewers:
        segment = self.segments.get(segment_id)
        if segment is None:  # nobody is let in whom the segment may keep out
            return Viewers(Audience.INTERNAL, (f"Zendesk user segment {segment_id}",))
        by_more = any(segment.get(key) for key in ("tags", "or_tags", "organization_ids", "added_user_ids"))
        groups = tuple(
            self.groups.get(id_) or f"Zendesk group {id_}" for id_ in segment.get("group_ids") or ()
        )
        if segment.get("user_type") != _STAFF:
            # Customers who are signed in: all of them, or those of some organizations only.
            return Viewers(Audience.UNKNOWN if by_more or groups else Audience.PUBLIC)
        if by_more:
            return Viewers(Audience.INTERNAL, (str(segment.get("name") or segment_id),))
        return Viewers(Audience.INTERNAL, groups)


async def read(api: Api) -> Places:
    """Return the places of a help centre.

    What only some may read (segments, content tags, groups) is empty where the account may not.
    """
    sections = await all_of(api, "help_center/sections", "sections", include="translations")
    categories = await all_of(api, "help_center/categories", "categories", include="translations")
    segments = await if_allowed(api, "help_center/user_segments", "user_segments")
    tags = _by_id(await if_allowed(api, "guide/content_tags", "records"))
    is_grouped = any(segment.get("group_ids") for segment in segments)
    return Places(
        sections=_by_id(sections),
        categories=_by_id(categories),
        tags={id_: str(tag.get("name")) for id_, tag in tags.items()},
        segments=_by_id(segments),
        groups=await group_names(api) if is_grouped else {},
    )


def _by_id(items: Iterable[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    return {item["id"]: item for item in items if "id" in item}


def _name(place: dict[str, Any], locale: str) -> str:
    """Return the name of a section or category in a locale, or else in its own."""
    for translation in place.get("translations") or ():
        if translation.get("locale") == locale and translation.get("title"):
            return str(translation["title"]).strip()
    return str(place.get("name") or "").strip()
