"""The knowledge base: what one listing says of all its answers, their translations, categories and states.

Source: the example of `knowledge_bases/init` in zammad-documentation, and Zammad's own code:
`can_be_published.rb` (which state an answer is in at what time), `effective_permission.rb` and
`permissions_controller.rb` (which roles see a category). Answers and translations are counted each by
themselves: answer 3 may have translation 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from connectors.parsing.fields import read_moment

_Object = dict[str, Any]


class State(StrEnum):
    """What an answer is just now."""

    DRAFT = "draft"
    INTERNAL = "internal"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Translation:
    """One answer in one language.

    Attributes:
        answer: the answer itself, with dates, tags and attachments.
        said: title, dates and the id of the text.
        base: id of the knowledge base.
        state: of the answer.
        folder: the titles of its categories in this language, where they have one.
        category: id of the innermost.
        original: id of the language that the knowledge base is written in first, if this is another one.
        author: who changed it last.
    """

    answer: _Object
    said: _Object
    base: int
    state: State
    folder: tuple[str, ...]
    category: int
    original: int | None
    author: str | None

    @property
    def locale(self) -> int:
        """The id of its language within the knowledge base."""
        return int(self.said["kb_locale_id"])


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All that one listing says, by kind and id; `now` is the server's time."""

    assets: Mapping[str, Any]
    now: datetime
    _kinds: dict[str, dict[int, _Object]] = field(default_factory=dict)
    _folders: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)

    def locales(self) -> list[int]:
        """Return the ids of the languages, the primary one of each knowledge base first."""
        found = self._all("KnowledgeBaseLocale").values()
        return [each["id"] for each in sorted(found, key=lambda each: (not each.get("primary"), each["id"]))]

    def translations(self) -> Iterator[Translation]:
        """Yield every answer in every language it is written in, by their ids."""
        answers = self._all("KnowledgeBaseAnswer")
        categories = self._all("KnowledgeBaseCategory")
        by_answer: dict[int, list[_Object]] = {}
        for said in self._all("KnowledgeBaseAnswerTranslation").values():
            if isinstance(said.get("kb_locale_id"), int):
                by_answer.setdefault(said.get("answer_id", 0), []).append(said)
        for id_, answer in sorted(answers.items()):
            category = answer.get("category_id") or 0
            base = categories.get(category, {}).get("knowledge_base_id")
            primary = self._primary(base, by_answer.get(id_, ()))
            for said in sorted(by_answer.get(id_, ()), key=lambda each: each["id"]):
                locale = said["kb_locale_id"]
                yield Translation(
                    answer=answer,
                    said=said,
                    base=base or 0,
                    state=state(answer, self.now),
                    folder=self._folder(category, locale),
                    category=category,
                    original=primary if primary != locale else None,
                    author=self._author(said.get("updated_by_id")),
                )

    def restricts(self, category: int) -> bool:
        """Whether some role that sees the knowledge base does not see this category."""
        said = self._all("KnowledgeBaseCategory").get(category, {}).get("permissions_effective")
        entries = said if isinstance(said, list) else []
        return any(not isinstance(entry, dict) or entry.get("access") == "none" for entry in entries)

    def _primary(self, base: int | None, translations: Sequence[_Object]) -> int | None:
        """Return the language of an answer's original: the primary one, if the answer is written in it."""
        written = {said["kb_locale_id"] for said in translations}
        primary = next(
            (
                each["id"]
                for each in self._all("KnowledgeBaseLocale").values()
                if each.get("primary") and each.get("knowledge_base_id") == base
            ),
            None,
        )
        return primary if primary in written else min(written, default=None)

    def _folder(self, category: int, locale: int) -> tuple[str, ...]:
        if (known := self._folders.get((category, locale))) is not None:
            return known
        titles: dict[int, str] = {}
        at: int | None = category
        while at is not None and at not in titles:  # one that is there twice goes round in circles
            said = self._all("KnowledgeBaseCategory").get(at)
            if said is None:
                break
            titles[at] = self._title(said, locale)
            at = said.get("parent_id")
        found = tuple(filter(None, reversed(titles.values())))
        return self._folders.setdefault((category, locale), found)

    def _title(self, category: _Object, locale: int) -> str:
        """Return the title of a category in a language, else in any that it has."""
        all_titles = self._all("KnowledgeBaseCategoryTranslation")
        said = [all_titles[id_] for id_ in category.get("translation_ids") or () if id_ in all_titles]
        best = sorted(said, key=lambda each: (each.get("kb_locale_id") != locale, each["id"]))
        return str(best[0].get("title") or "").strip() if best else ""

    def _author(self, id_: Any) -> str | None:
        said = self._all("User").get(id_)
        if said is None:
            return None
        name = " ".join(str(said.get(key) or "").strip() for key in ("firstname", "lastname")).strip()
        return name or said.get("login") or None

    def _all(self, kind: str) -> dict[int, _Object]:
        """Return the objects of a kind by id; JSON has their ids as text."""
        if kind not in self._kinds:
            found = self.assets.get(kind)
            listed = found.values() if isinstance(found, dict) else ()
            objects = (each for each in listed if isinstance(each, dict))
            self._kinds[kind] = {each["id"]: each for each in objects if isinstance(each.get("id"), int)}
        return self._kinds[kind]


def state(answer: _Object, now: datetime) -> State:
    """Return the state of an answer: the last of its moments that has come. A date ahead is no state yet."""
    moments = {
        State.ARCHIVED: answer.get("archived_at"),
        State.PUBLISHED: answer.get("published_at"),
        State.INTERNAL: answer.get("internal_at"),
    }
    for kind, written in moments.items():
        moment = read_moment(written) if written else None
        if moment is not None and moment <= now:
            return kind
    return State.DRAFT


def visible_to(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the roles that see a category, of what its permissions tell."""
    entries = said.get("permissions")
    closed = {
        entry.get("role_id")
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and entry.get("access") == "none"
    }
    roles = [*(said.get("roles_editor") or ()), *(said.get("roles_reader") or ())]
    return tuple(sorted({str(role["name"]) for role in roles if role.get("id") not in closed}))
