"""What a first pass over an XML space export finds: its pages, where they stand, and who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors.confluence.entities import Entity

#: Classes of objects the outline is made of.
KINDS = (
    "Page", "BlogPost", "Space", "Label", "Labelling", "ContentPermissionSet", "ContentPermission",
    "SpacePermission", "ConfluenceUserImpl", "InternalUser",
)  # fmt: skip
#: Stands for the readers of a page that nobody may see who could be named: no token has this group.
NOBODY = "restricted in Confluence"
#: Before the name of a person among the readers of a page.
USER = "user:"


@dataclass(slots=True)
class Space:
    """A space. `home` is the id of its home page."""

    key: str = ""
    name: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page or blog post as it is now, without its text. `groups` is empty if everyone may see it."""

    id: str
    title: str
    space_key: str
    folder: str | None
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    created: str
    updated: str
    is_blog: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of a page, what decides whether it is current and where it stands."""

    id: str
    title: str
    space: str
    parent: str
    original: str
    has_history: bool
    created: str
    updated: str
    is_blog: bool


@dataclass(slots=True)
class Outline:
    """Gathers objects; ask for `pages` once all are there.

    `everyone` are the groups that all readers are in: what these may see is not restricted. `users` maps the
    keys in links to names.
    """

    everyone: frozenset[str] = frozenset()
    spaces: dict[str, Space] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, _Seen] = field(default_factory=dict)
    _former: set[str] = field(default_factory=set)
    _labels: dict[str, str] = field(default_factory=dict)
    _labelled: dict[str, list[str]] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)
    _viewers: dict[str, list[Entity]] = field(default_factory=dict)
    _space_viewers: dict[str, list[Entity]] = field(default_factory=dict)

    def add(self, entity: Entity) -> None:
        """Take in one object."""
        match entity.kind:
            case "Page" | "BlogPost":
                self._add_page(entity)
            case "Space":
                said = entity.values
                home = entity.references.get("homePage", "")
                self.spaces[entity.id] = Space(said.get("key", ""), said.get("name", ""), home)
            case "ConfluenceUserImpl" | "InternalUser":
                said = entity.values
                name = said.get("displayName") or said.get("name") or said.get("lowerName") or ""
                self.users[entity.id] = name
                self.users.setdefault(said.get("name") or said.get("lowerName") or "", name)
            case "Label" | "Labelling":
                self._add_label(entity)
            case _:
                self._add_permission(entity)

    def _add_label(self, entity: Entity) -> None:
        if entity.kind == "Labelling":
            page = entity.references.get("content") or entity.values.get("labelableId", "")
            self._labelled.setdefault(page, []).append(entity.references.get("label", ""))
        elif entity.values.get("namespace", "global") in ("global", "team"):
            # Those of a person ("my") and of plugins say nothing of the page.
            self._labels[entity.id] = entity.values.get("name", "")

    def _add_permission(self, entity: Entity) -> None:
        refers, kind = entity.references, entity.values.get("type")
        if entity.kind == "ContentPermission":
            self._viewers.setdefault(refers.get("owningSet", ""), []).append(entity)
        elif entity.kind == "ContentPermissionSet" and kind == "View":
            self._owners[entity.id] = refers.get("owningContent", "")
        elif entity.kind == "SpacePermission" and kind == "VIEWSPACE":
            self._space_viewers.setdefault(refers.get("space", ""), []).append(entity)

    def _add_page(self, entity: Entity) -> None:
        said, refers = entity.values, entity.references
        history = entity.collections.get("historicalVersions", ())
        self._former.update(history)
        if said.get("contentStatus", "current") not in ("current", "") or refers.get("originalVersion"):
            return
        self._pages[entity.id] = _Seen(
            entity.id,
            said.get("title", "").strip(),
            refers.get("space", ""),
            refers.get("parent", ""),
            said.get("originalVersionId", "").strip(),
            bool(history),
            said.get("creationDate", ""),
            said.get("lastModificationDate", ""),
            entity.kind == "BlogPost",
        )

    def pages(self) -> dict[str, Page]:
        """Return the pages that are current, by id: no former version, no draft, nothing deleted."""
        current = {id_: page for id_, page in self._pages.items() if self._is_current(page)}
        allowed = self._allowed()
        return {id_: self._page(page, current, allowed) for id_, page in current.items()}

    def _is_current(self, page: _Seen) -> bool:
        if page.has_history:
            return True
        # Confluence 7 and later name the original by its number alone; a page brought into the new editor's
        # form names one that is gone.
        return page.original not in self._pages and page.id not in self._former

    def _allowed(self) -> dict[str, set[str]]:
        """Return who may see each restricted space and page itself, as groups and `user:` names."""
        allowed: dict[str, set[str]] = {}
        for set_id, page in self._owners.items():
            named = {self._viewer(entity) for entity in self._viewers.get(set_id, ())} - {""}
            if not named & self.everyone:
                allowed[page] = allowed[page] & named if page in allowed else named
        for space, viewers in self._space_viewers.items():
            named = {self._viewer(entity) for entity in viewers}
            # One without a name is anybody who opens the wiki.
            if "" not in named and not named & self.everyone:
                allowed[f"space {space}"] = named
        return allowed

    def _viewer(self, entity: Entity) -> str:
        if group := (entity.values.get("groupName") or entity.values.get("group") or "").strip():
            return group
        name = entity.values.get("userName", "").strip()
        if key := entity.references.get("userSubject"):
            name = self.users.get(key) or key
        return f"{USER}{name}" if name else ""

    def _page(self, page: _Seen, current: dict[str, _Seen], allowed: dict[str, set[str]]) -> Page:
        above = list(_ancestors(page, current))
        space_id = next((seen.space for seen in (page, *above) if seen.space), "")
        space = self.spaces.get(space_id, Space())
        titles = [seen.title for seen in reversed(above) if seen.id != space.home]
        levels = [page.id, *(seen.id for seen in above), f"space {space_id}"]
        labels = (self._labels.get(label, "") for label in self._labelled.get(page.id, ()))
        return Page(
            id=page.id,
            title=page.title,
            space_key=space.key,
            folder="::".join(filter(None, (part.strip() for part in (space.name or space.key, *titles))))
            or None,
            labels=tuple(dict.fromkeys(filter(None, labels))),
            groups=common(allowed[level] for level in levels if level in allowed),
            created=page.created,
            updated=page.updated,
            is_blog=page.is_blog,
        )


def common(restrictions: Iterable[set[str]]) -> tuple[str, ...]:
    """Return who satisfies all restrictions of a page and of those above it; empty if there is none.

    Confluence wants a reader to be allowed on every level. Somebody who is allowed by one group here and by
    another there cannot be told from the export, and stays out.
    """
    levels = list(restrictions)
    if not levels:
        return ()
    return tuple(sorted(set.intersection(*levels))) or (NOBODY,)


def _ancestors(page: _Seen, current: dict[str, _Seen]) -> Iterable[_Seen]:
    """Yield the pages above one, the nearest first; a loop among them ends."""
    seen = {page.id}
    parent = current.get(page.parent)
    while parent is not None and parent.id not in seen:
        seen.add(parent.id)
        yield parent
        parent = current.get(parent.parent)
