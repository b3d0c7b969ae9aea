"""From Espanso's matches to snippets (https://espanso.org/docs/matches/basics/)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from connectors.contract import Skipped
from connectors.entries import Found, nameless
from connectors.espanso.files import MatchSet
from connectors.espanso.variables import Scope, is_only_gaps
from connectors.model import BodyFormat
from connectors.snippets.base import Snippet, title_of

_CURSOR = "$|$"
#: Where a match has its text, and the markup of it; the richer first.
_BODIES = (
    ("html", BodyFormat.HTML),
    ("markdown", BodyFormat.MARKDOWN),
    ("replace", BodyFormat.TEXT),
    ("form", BodyFormat.TEXT),
)
_NO_FOLDERS = frozenset({"base", "default", "package"})


@dataclass(frozen=True, slots=True)
class _Match:
    """One match as written, with its file and its place in it."""

    set: MatchSet
    place: str
    said: dict[str, Any]
    triggers: tuple[str, ...]

    @property
    def name(self) -> str:
        """The first trigger, or the pattern."""
        return self.triggers[0] if self.triggers else str(self.said.get("regex", "")).strip()


def snippets(sets: Sequence[MatchSet]) -> Iterator[Snippet | Found]:
    """Yield the snippets of all match sets, which see each other's triggers and global variables.

    A match is known by its first trigger. Of several with one trigger, which Espanso lets people choose from,
    the first is; the others also by their label or text.
    """
    matches = []
    for each in sets:
        if each.problem:
            yield nameless(each.name, each.problem)
        elif "outside" in each.said:
            yield Skipped(each.name, str(each.said["outside"]))
        for item in _matches(each):
            if isinstance(item, _Match):
                matches.append(item)
            else:
                yield item
    texts: dict[str, str] = {}
    for match in matches:
        for trigger in match.triggers:
            texts.setdefault(trigger, _written(match.said)[0])
    variables = {name: variable for each in sets for name, variable in _named(each.said.get("global_vars"))}
    taken: set[str] = set()
    for match in matches:
        snippet = _snippet(match, variables, texts)
        if snippet.id in taken:
            label = (
                str(match.said.get("label") or "") or hashlib.sha256(snippet.body.encode()).hexdigest()[:8]
            )
            snippet = replace(snippet, id=f"{snippet.id} ({label})")
        taken.add(snippet.id)
        yield snippet


def _matches(each: MatchSet) -> Iterator[_Match | Found]:
    listed = each.said.get("matches")
    if listed and not isinstance(listed, list):
        yield nameless(each.name, "`matches:` must be a list.")
        return
    for number, said in enumerate(listed or (), start=1):
        place = f"{each.name}, match {number}"
        if not isinstance(said, dict):
            yield Skipped(place, "This is no match: it must have a `trigger` and a `replace`.")
            continue
        several = said.get("triggers")
        written = several if isinstance(several, list) else [said.get("trigger") or ""]
        match = _Match(each, place, said, tuple(str(trigger) for trigger in written if str(trigger).strip()))
        yield match if match.name else Skipped(place, "It has no trigger: nobody can type it in Espanso.")


def _named(variables: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for variable in variables if isinstance(variables, list) else ():
        if isinstance(variable, dict) and variable.get("name"):
            yield str(variable["name"]), variable


def _written(said: dict[str, Any]) -> tuple[str, BodyFormat]:
    for key, markup in _BODIES:
        if isinstance(said.get(key), str) and said[key].strip():
            return said[key].replace(_CURSOR, ""), markup
    return "", BodyFormat.TEXT


def _snippet(match: _Match, shared: dict[str, dict[str, Any]], texts: dict[str, str]) -> Snippet:
    said = match.said
    body, markup = _written(said)
    own = dict(_named(said.get("vars")))
    # A variable of type `global` only says when the shared one of its name is looked at.
    own = {name: variable for name, variable in own.items() if variable.get("type") != "global"}
    scope = Scope({**shared, **own}, texts.get, markup)
    if "form" in said and body and not any(said.get(key) for key, _ in _BODIES[:3]):
        body = scope.form(body, said.get("form_fields"))
    body = scope.filled(body)
    terms = said.get("search_terms")
    label = str(said.get("label") or "")
    snippet = Snippet(
        id=match.name,
        place=match.place,
        body=body,
        body_format=markup,
        title=label or title_of(body) or match.name,
        shortcut=match.triggers[0] if match.triggers else None,
        folder=_folder(match.set.name),
        tags=tuple(str(term) for term in terms) if isinstance(terms, list) else (),
        not_run=tuple(dict.fromkeys(scope.not_run)),
        extra={"triggers": list(match.triggers[1:]), "regex": said.get("regex")},
    )
    if not body and said.get("image_path"):
        return replace(snippet, left_out="It types a picture, and no text.")
    if not body:
        return replace(snippet, problem="It has no text: add `replace`, `markdown`, `html` or `form`.")
    if snippet.not_run and is_only_gaps(body):
        programs = ", ".join(snippet.not_run)
        return replace(snippet, left_out=f"A program writes all of it ({programs}), which is never run here.")
    return snippet


def _folder(name: str) -> str | None:
    """Return the folder of a match set: its path, a package by its name alone."""
    path = PurePosixPath(name)
    parts = [*path.parent.parts, path.stem]
    if parts[0] == "packages":
        parts = parts[1:]
    kept = [part for part in parts if part not in _NO_FOLDERS and not part.replace(".", "").isdigit()]
    return "::".join(part.lstrip("_") for part in kept) or None
