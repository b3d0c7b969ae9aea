"""The placeholder compiler: finds the gaps of any helpdesk's syntax and gives them canonical names.

A *form* is how a gap is written (`{{...}}`, `{%...%}`, `%{...}`, `#{...}`, `[[...]]`); a *syntax* is what a
helpdesk calls things (`syntaxes`). The form fields of text expanders are read in `forms`. All forms are read
in every text, whatever syntax was declared: a gap that goes unnoticed reaches a customer. The declared syntax
decides what names mean; without one, the form and the other names in the text do. Only the further commands
of text expanders are read where they are declared (`expanders`): elsewhere they are words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sidecar.knowledge.content import expanders, forms
from sidecar.knowledge.content.syntaxes import PERSON_FIELDS, SYNTAXES, Syntax
from sidecar.knowledge.model import Placeholder

#: Declared where a text has no placeholders however much it looks so.
NONE = "none"

_MAX_NAME = 100
_MAX_FALLBACK = 300

#: None spans paragraphs: what stands in two of them was never meant as one.
_FORMS = re.compile(
    r"(?P<curly>\{\{\{?[-~]?(?P<expression>[^{}\n]*?(?:\n(?!\n)[^{}\n]*?){0,3})[-~]?\}\}\}?)"
    r"|(?P<tag>\{%-?(?P<statement>(?:[^%{}\n]|\n(?!\n)|%(?!\})){1,500}?)-?%\})"
    r"|(?P<note>\{#.{0,500}?#\})"
    r"|(?P<percent>%\{(?P<variable>[^{}\s]{1,200})\})"
    r"|(?P<hash>\#\{(?P<value>(?:[^{}\n]|\n(?!\n)){1,200})\})"
    r"|(?P<square>\[\[(?P<field>[^\[\]\n]{1,200})\]\])"
    rf"|{forms.BLAZE}|{forms.EXPANDER}"
)
#: What any form begins with; a text without it needs no second look.
_SIGNS = re.compile(rf"\{{\{{|\{{%|\{{#|%\{{|#\{{|\[\[|{forms.SIGNS}")

_FALLBACK_FILTER = re.compile(r"^(?:fallback|default|default_if_none)\s*[:=(]?\s*(.*?)\)?$", re.DOTALL)
_SCOUT = re.compile(r"^\s*([A-Za-z_]+(?:\.[A-Za-z_]+)+)\s*(?:,\s*fallback=(.*))?$", re.DOTALL)
_MISSING_TOKEN = re.compile(r"^\s*MISSING TOKEN\s*-\s*(.+)$", re.IGNORECASE)
_FORM_FIELD = re.compile(r"^[^\W\d][\w -]{0,60}$")
_PIPES = re.compile(r"""((?:[^|"']|"[^"]*"|'[^']*'|["'])*)(\|\|?)?""")
_SILENT_STATEMENTS = frozenset(
    [
        "assign",
        "capture",
        "endcapture",
        "comment",
        "endcomment",
        "load",
        "endif",
        "endfor",
        "endcase",
        "endunless",
        "endwith",
        "end",
        "raw",
        "endraw",
    ]
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder in a text, from `start` to `end`; `None` stands for what simply goes (a comment)."""

    start: int
    end: int
    placeholder: Placeholder | None


@dataclass(frozen=True, slots=True)
class Reader:
    """How the gaps of a document are read: its syntax, if known, and whether `[[...]]` is a gap."""

    syntax: str | None
    squares: bool


def has_signs(text: str, reader: Reader | None = None) -> bool:
    """Whether a text may have placeholders at all."""
    # Hardly any text has these, and to look for them costs a tenth.
    if ("{" in text or "[[" in text or "%fill" in text) and _SIGNS.search(text) is not None:
        return True
    return reader is not None and expanders.has_signs(text, reader.syntax)


def reader_for(text: str, declared: str | None, *, reply: bool) -> Reader | None:
    """Choose how to read a document's placeholders.

    Args:
        text: The whole body; what it calls things tells syntaxes of the same form apart.
        declared: The document's `placeholder_syntax`; `none` switches reading off.
        reply: Whether it is a reply. Articles use `[[...]]` for links between pages, so it is a gap only in
            replies.

    Returns:
        `None` if nothing is to be read.
    """
    name = (declared or "").strip().lower().replace("_", "-").replace(" ", "") or None
    if name == NONE:
        return None
    name = _ALIASES.get(name or "", name)
    if name not in SYNTAXES:
        name = _inferred(text)
    return Reader(name, squares=name == "espanso" or reply)


_ALIASES = {
    "liquid": "zendesk",
    "django": "django-helpdesk",
    "djangohelpdesk": "django-helpdesk",
    "help-scout": "helpscout",
    "textblaze": expanders.BLAZE,
    "text-expander": expanders.EXPANDER,
}


def _inferred(text: str) -> str | None:
    """Tell syntaxes apart that write `{{user.name}}` and mean different people."""
    if re.search(r"\{\{[^{}]*\|\s*fallback\b", text):
        return "intercom"
    if re.search(r"\{\{\s*(?:recipient|account)\.", text):
        return "front"
    if re.search(r"\{\{\s*(?:queue\b|ticket\.submitter)", text):
        return "django-helpdesk"
    return None


def find(text: str, reader: Reader, *, address: bool = False) -> list[Gap]:
    """Return the gaps of a text, or of an `address`, in their order; they do not overlap."""
    read = (_read(match, reader) for match in _FORMS.finditer(text))
    gaps = [gap for gap in read if gap is not None]
    between = zip([0, *(gap.end for gap in gaps)], [*(gap.start for gap in gaps), len(text)], strict=True)
    for stretch in list(between):
        found = expanders.find(text, reader.syntax, _short, stretch, address=address)
        gaps += [Gap(*each) for each in found]
    return sorted(gaps, key=lambda gap: gap.start)


def _read(match: re.Match[str], reader: Reader) -> Gap | None:
    start, end = match.span()
    if command := match["blaze"] or match["expander"]:
        return Gap(start, end, forms.read(command, match["settings"] or match["parts"], _clean))
    form = match.lastgroup
    if form == "note":
        return Gap(start, end, None)
    if form == "tag":
        return Gap(start, end, _statement(match["statement"], reader.syntax))
    if form == "curly":
        placeholder = _expression(match["expression"], reader.syntax)
    elif form == "percent":
        placeholder = named(match["variable"], None, reader.syntax or "osticket")
    elif form == "hash":
        # HTML makes one space of a line break: what spans lines is the same gap, and nothing inside is none.
        value = " ".join(match["value"].split())
        placeholder = named(value, None, reader.syntax or "zammad") if value else None
    else:
        placeholder = _square(match["field"], reader)
    return None if placeholder is None else Gap(start, end, placeholder)


def _square(field: str, reader: Reader) -> Placeholder | None:
    missing = _MISSING_TOKEN.match(field)
    if missing:
        return named(missing[1], None, "hubspot")
    return named(field, None, "espanso") if reader.squares and _FORM_FIELD.match(field) else None


def _expression(expression: str, syntax: str | None) -> Placeholder | None:
    """Read `name | filter: value | ...` or `name || 'value'`."""
    name, fallback = "", None
    separator = ""
    for position, (part, pipe) in enumerate(_PIPES.findall(expression)):
        text = part.strip()
        if position == 0:
            name = text
        elif separator == "||":
            fallback = _unquoted(text)
        elif found := _FALLBACK_FILTER.match(text):
            fallback = _unquoted(found[1])
        separator = pipe
    if not _clean(name.strip("-~ "), _MAX_NAME):
        return None
    return named(name, fallback, syntax or ("chatwoot" if "||" in expression else None))


def _statement(statement: str, syntax: str | None) -> Placeholder | None:
    scout = _SCOUT.match(statement)
    if scout:
        return named(scout[1], scout[2], "helpscout")
    words = statement.split()
    if not words or words[0].lower() in _SILENT_STATEMENTS:
        return None
    if syntax == "freescout" and len(words) == 1:
        return named(words[0], None, syntax)
    # A condition cannot be decided here: it stands as a gap, so that the agent sees it and chooses.
    return Placeholder(_clean(" ".join(words), _MAX_NAME) or "choose")


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def named(name: str, fallback: str | None, syntax: str | None) -> Placeholder:
    """Return a placeholder under its canonical name, or its own if it has none.

    Args:
        name: As written; hostile characters are dropped.
        fallback: What stands there if nothing is known.
        syntax: The helpdesk whose names apply; `None` for whatever is clear without knowing.
    """
    own = _clean(name, _MAX_NAME) or "value"
    key = own.lower().replace("_", "").replace(" ", "").removesuffix("()")
    canonical = _table(syntax).get(key)
    if canonical is None:
        # In text expanders names are the author's own words: they mean nobody in particular.
        canonical = own if syntax in _OWN_WORDS else _table(None).get(key, own)
    kept = None if fallback is None else _clean(fallback, _MAX_FALLBACK) or None
    return Placeholder(canonical, kept)


def _short(text: str) -> str:
    return _clean(text, _MAX_NAME)


def _clean(text: str, limit: int) -> str:
    """Drop what could be read as markup or as another placeholder."""
    return " ".join(re.sub(r"[{}<>|\"`\x00-\x1f\x7f]|\[\[|\]\]", " ", text).split())[:limit].strip()


@functools.cache
def _table(syntax: str | None) -> dict[str, str]:
    """Return normalised source names with their canonical names, for one syntax or for what all agree on."""
    if syntax is not None:
        return _entries(SYNTAXES.get(syntax, Syntax()))
    merged: dict[str, str] = {}
    disputed: set[str] = set()
    for name, table in SYNTAXES.items():
        if name in _OTHER_FORMS:
            continue
        for key, canonical in _entries(table).items():
            if merged.setdefault(key, canonical) != canonical:
                disputed.add(key)
    return {key: canonical for key, canonical in merged.items() if key not in disputed}


#: These never write `{{...}}`, so their names say nothing about it.
_OTHER_FORMS = frozenset(
    {"osticket", "zammad", "helpscout", "freescout", "espanso", expanders.BLAZE, expanders.EXPANDER}
)
_OWN_WORDS = frozenset({"espanso", expanders.BLAZE, expanders.EXPANDER})


def _entries(table: Syntax) -> dict[str, str]:
    entries: dict[str, str] = {}
    for role, prefixes in (("customer", table.customer), ("agent", table.agent)):
        for prefix in prefixes:
            plain = prefix.replace("_", "")
            entries[plain] = f"{role}.name"
            entries.update(
                {f"{plain}.{field}": f"{role}.{person}" for field, person in PERSON_FIELDS.items()}
            )
    return entries | dict(table.names)


def distinct(placeholders: Iterable[Placeholder]) -> tuple[Placeholder, ...]:
    """Return each name once, in order of appearance, with the first fallback given for it."""
    found: dict[str, Placeholder] = {}
    for placeholder in placeholders:
        known = found.get(placeholder.name)
        if known is None or (known.fallback is None and placeholder.fallback is not None):
            found[placeholder.name] = placeholder
    return tuple(found.values())
