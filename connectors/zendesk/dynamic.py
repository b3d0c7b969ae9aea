"""Dynamic content: texts in several languages that a macro refers to as `{{dc.key}}`.

Format: Zendesk's API reference, "Dynamic content items": each item has its variants with it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from connectors.hosted.api import Api
from connectors.model import BodyFormat
from connectors.parsing.fields import language_tag
from connectors.zendesk.api import if_allowed

_PLACEHOLDER = re.compile(r"\{\{\s*dc\.([\w.-]+)\s*\}\}")
#: Dynamic content may refer to other dynamic content; so deep is followed.
_DEEPEST = 4
#: No more characters than this are put into one text.
_LONGEST = 500_000
_LOOKS_LIKE_HTML = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One text: `variants` by language, `language` is the default's."""

    language: str | None
    variants: Mapping[str | None, str]

    def said(self, language: str | None) -> str:
        """Return the text in a language, or the default where there is none."""
        return self.variants.get(language, self.variants.get(self.language, ""))


#: All dynamic content of an account, by key.
Items = Mapping[str, Item]


def uses(text: str) -> bool:
    """Whether a text refers to dynamic content."""
    return _PLACEHOLDER.search(text) is not None


async def read(api: Api) -> Items:
    """Return the account's dynamic content; none where the account may not read it."""
    found_items = await if_allowed(api, "dynamic_content/items", "items")
    found_locales = await if_allowed(api, "locales", "locales") if found_items else []
    locales = {item.get("id"): language_tag(item.get("locale")) for item in found_locales}
    items: dict[str, Item] = {}
    for item in found_items:
        found = _PLACEHOLDER.fullmatch(str(item.get("placeholder", "")).strip())
        if found is None:
            continue
        variants = [said for said in item.get("variants") or () if said.get("active", True)]
        default = locales.get(item.get("default_locale_id"))
        texts = {
            locales.get(variant.get("locale_id")): str(variant.get("content") or "") for variant in variants
        }
        items[found.group(1)] = Item(default, texts)
    return items


def languages(text: str, items: Items) -> list[str | None]:
    """Return the languages in which a text can be had: the default's first, then those of its variants."""
    used = _used(text, items)
    if not used:
        return [None]
    others = {language for item in used for language in item.variants if language is not None}
    return [used[0].language, *sorted(others - {used[0].language})]


def resolved(text: str, language: str | None, items: Items, markup: BodyFormat) -> str:
    """Return a text with its dynamic content in a language.

    What is not known stays as it is written, and so does what refers to itself or would fill a book.
    """
    left = _LONGEST

    def within(text: str, opened: tuple[str, ...]) -> str:
        def said(match: re.Match[str]) -> str:
            nonlocal left
            key = match.group(1)
            if key not in items or key in opened:
                return match.group()
            fitting = _fitting(items[key].said(language), markup)
            left -= len(fitting)
            return within(fitting, (*opened, key)) if left > 0 else match.group()

        return _PLACEHOLDER.sub(said, text) if len(opened) < _DEEPEST else text

    return within(text, ())


def _used(text: str, items: Items) -> list[Item]:
    """Return the items that a text refers to, and those they refer to, in order."""
    used: dict[str, Item] = {}
    waiting = [text]
    while waiting:
        for key in _PLACEHOLDER.findall(waiting.pop(0)):
            if key in items and key not in used:
                used[key] = items[key]
                waiting += items[key].variants.values()
    return list(used.values())


def _fitting(said: str, markup: BodyFormat) -> str:
    """Return a text as it stands within another: plain text in HTML keeps its lines and its `<`."""
    if markup is not BodyFormat.HTML or _LOOKS_LIKE_HTML.search(said):
        return said
    return html.escape(said, quote=False).replace("\r\n", "\n").replace("\n", "<br>")
