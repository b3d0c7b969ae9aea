"""What a template call leaves in the text, without the template itself.

A wiki's templates are programs; run, they would need the whole wiki. What people wrote into a call is kept:
sentences given without a name, or as its text. Boxes of data, citations and notices to editors are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

#: Templates whose last (or first) unnamed value is the text itself, however short.
_LAST = {"lang", "nobold", "transl", "langx", "abbr2", "color", "colour", "font color"}
_FIRST = {
    "nowrap", "nobr", "key", "kbd", "code", "mono", "tt", "samp", "strong", "em", "bold", "big", "small",
    "abbr", "tooltip", "highlight", "menu", "button", "btn", "path", "file", "cmd", "visible anchor", "va",
    "mvar", "math",
}  # fmt: skip
_DROPPED = re.compile(
    r"(?:cite|citation|infobox|navbox|sfn|harv|efn|refn?$|notelist|reflist|references|main$|see also|further$"
    r"|details$|about$|for$|distinguish|redirect|hatnote|short description|use \w+ (?:dates|english)|pp-"
    r"|coord|authority|portal|commons|wikiquote|wiktionary|sister|toc|clear$|other (?:uses|people)"
    r"|unreferenced|more citations|cleanup|expand |fact$|when$|who$|which$|dubious|isbn|issn|doi$|oclc"
    r"|protected|good article|featured|stub|.*-stub$|quotation needed|full citation|better source)"
)
_TEXT_NAMES = ("text", "content", "contents", "body", "message", "inhalt", "texte", "texto", "contenu")
_NOTICES = {
    "note", "notice", "warning", "tip", "hint", "important", "caution", "danger", "info", "attention",
    "hinweis", "achtung", "warnung", "wichtig", "tipp", "attenzione", "remarque", "avertissement", "nota",
    "aviso",
}  # fmt: skip
_FEWEST_WORDS = 3
_MAGIC = {
    "!": "|", "=": "=", "(": "{", ")": "}", "(!": "{|", "!)": "|}", "!!": "||", "ndash": "–", "mdash": "—",
}  # fmt: skip


def expanded(template: Any, title: str, render: Callable[[Any], str]) -> str:
    """Return what a call leaves, as HTML.

    Args:
        template: the call, as mwparserfromhell has it.
        title: the title of the page it stands on.
        render: makes HTML of a value's wikitext.
    """
    name = " ".join(str(template.name).replace("_", " ").split())
    if name in _MAGIC:
        return _MAGIC[name]
    plain = name.casefold().removeprefix("template:")
    if plain in ("pagename", "fullpagename", "subpagename"):
        return render(title.rpartition("/")[2] if plain == "subpagename" else title)
    if name.startswith("#") or ":" in name or _DROPPED.match(plain):
        return ""
    unnamed = [
        param.value for param in template.params if not param.showkey or str(param.name).strip() == "1"
    ]
    if plain == "convert" and len(unnamed) > 1:
        return f"{render(unnamed[0]).strip()} {render(unnamed[1]).strip()}"
    if unnamed and plain in _LAST | _FIRST:
        return render(unnamed[-1 if plain in _LAST else 0])
    said = [
        said for value in [*unnamed, *_named(template)] if _is_prose(said := render(value).strip(), plain)
    ]
    if said and plain in _NOTICES:
        said[0] = f"<strong>{name[:1].upper()}{name[1:]}:</strong> {said[0]}"
    return "\n\n".join(said)


def _named(template: Any) -> list[Any]:
    return [param.value for param in template.params if str(param.name).strip().casefold() in _TEXT_NAMES]


def _is_prose(said: str, name: str) -> bool:
    words = re.sub(r"<[^>]+>", "", said).split()
    return bool(words) and (name in _NOTICES or len(words) >= _FEWEST_WORDS or _is_unspaced(said))


def _is_unspaced(said: str) -> bool:
    """Whether this is a sentence of a script that writes no spaces."""
    return len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]", said)) > _FEWEST_WORDS * 3
