"""What a file's name says: a title where the text has none, the folder, the language of a translation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from connectors.parsing.fields import language_tag

_EXPORT_ID = re.compile(r"[ _-]+[0-9a-f]{32}$")
_NO_NAMES = {"index", "_index", "readme", "default"}
#: ISO 639-1, so that `notes.final.md` is not taken for a translation into "final".
_LANGUAGE_CODES = """
    aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cs cu cv cy da de dv dz ee
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii
    ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh
    mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro
    ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw
    ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_LANGUAGES = frozenset(_LANGUAGE_CODES.split())


def title_of(external_id: str, language: str | None) -> str:
    """Return a readable title: `how_to-refund.md` is `How to refund`, an index takes its folder's name."""
    path = PurePosixPath(external_id)
    stem = _stem(path, language)
    if stem.casefold() in _NO_NAMES and path.parent.name:
        stem = path.parent.name
    words = re.sub(r"[_\-\s]+", " ", _EXPORT_ID.sub("", stem)).strip()
    return (words[:1].upper() + words[1:]) or path.name


def folder_of(external_id: str) -> str | None:
    """Return the folder as a path with `::` between levels, or `None` at the root."""
    parents = PurePosixPath(external_id).parent.parts
    return "::".join(parents) or None


def translations(external_ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """Find files that are translations by their names, as site generators write them.

    `faq/index.pt-BR.md` beside `faq/index.md` is its translation into `pt-BR`. A suffix counts only if it is
    a language and another file shares the name.

    Returns:
        Per external id of a translation: its language, and the external id of the original if there is one.
    """
    ids = list(external_ids)
    groups: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for external_id in ids:
        path = PurePosixPath(external_id)
        language = _language_suffix(path.stem)
        base = str(path.parent / _stem(path, language))
        groups.setdefault((base, path.suffix.lower()), []).append((external_id, language))
    return {
        external_id: (language, _original(members))
        for members in groups.values()
        if len(members) > 1
        for external_id, language in members
        if language
    }


def _original(members: Collection[tuple[str, str | None]]) -> str | None:
    return next((external_id for external_id, language in members if language is None), None)


def _stem(path: PurePosixPath, language: str | None) -> str:
    if language and _language_suffix(path.stem) == language:
        return path.stem.rpartition(".")[0]
    return path.stem


def _language_suffix(stem: str) -> str | None:
    before, _, last = stem.rpartition(".")
    if not before or re.split("[-_]", last)[0].casefold() not in _LANGUAGES:
        return None
    return language_tag(last)
