"""Commands of text expanders, in texts that say they are theirs: elsewhere `{time}` and `%d` are just text.

Text Blaze writes `{command: value; name=value}` (https://blaze.today/commands); TextExpander `%command`, and
dates as `strftime` does (https://textexpander.com/learn/using/snippets/advanced-snippet-elements). Their form
fields are read in `forms`, in every text.

Nothing is carried out: what cannot be known here (the clipboard, a condition, a script's result) stands as a
gap; what only moves the caret or presses a key goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sidecar.knowledge.content.forms import blaze_parts
from sidecar.knowledge.model import GapKind, Placeholder

BLAZE = "text-blaze"
EXPANDER = "textexpander"

_BLAZE = re.compile(
    r"(?<!\\)\{(?P<command>=|[a-z]{2,20}(?=[:}]))(?P<settings>(?:[^{}\n]|\n(?!\n)){0,1000})\}"
)
#: One date or time: several codes with what customarily stands between them, and what is added to today.
_CODE = r"%[-1]?[aAbBcdeHIjklmMpSuUVwWxXyYZz]"
_EXPANDER = re.compile(
    r"(?P<percent>%%)"
    r"|%snippet:(?P<snippet>[^%\n]{1,100})%"
    r"|%fill:(?P<fill>[^%\n]{1,100})%"
    r"|%date:(?P<pattern>[^%\n]{1,100})%"
    r"|(?P<clipboard>%clipboard\b)"
    r"|(?P<silent>%key:[a-z]{1,20}%|%filltop%|%[|\\<>^+-])"
    rf"|(?<![\w/%=&?#])(?P<moment>(?P<sum>(?:%@[+-]\d{{1,4}}[A-Za-z])*)"
    rf"{_CODE}(?:(?:[ ,./:\-]{{0,3}}|[hT]){_CODE})*)"
    r"(?![0-9A-Za-z])"
    r"|(?P<shift>%@[+-]\d{1,4}[A-Za-z])"
)
_SIGNS: Mapping[str, re.Pattern[str]] = {BLAZE: re.compile(r"\{[a-z=]"), EXPANDER: re.compile("%")}

#: Commands that leave nothing in the text.
_SILENT = frozenset(
    {"cursor", "key", "click", "wait", "endif", "endrepeat", "endrun", "endlink", "endnote", "link", "image"}
)
#: What a command gives, by the name it stands for in every helpdesk.
_KNOWN = {
    ("site", "url"): "ticket.url",
    ("user", "name"): "agent.name",
    ("user", "firstname"): "agent.first_name",
    ("user", "lastname"): "agent.last_name",
    ("user", "email"): "agent.email",
}
_DATE_IN_BLAZE = re.compile(r"[YMDdLl]|Q|W")
_DATE_CODES = frozenset("aAbBcdejmuUVwWxyY")


def has_signs(text: str, syntax: str | None) -> bool:
    """Whether a text of this syntax may have such commands."""
    sign = _SIGNS.get(syntax or "")
    return sign is not None and sign.search(text) is not None


def find(
    text: str,
    syntax: str | None,
    clean: Callable[[str], str],
    within: tuple[int, int],
    *,
    address: bool = False,
) -> list[tuple[int, int, Placeholder | None]]:
    """Return the commands of a text: from where to where, and the gap each is; `None` for what goes.

    Args:
        text: Plain text.
        syntax: The declared one; of others nothing is read.
        clean: Drops from a name what could be read as markup or as another gap.
        within: From where to where the text is looked at.
        address: The text is a web address: in it `%d0` is a letter, and no date.
    """
    if syntax == BLAZE:
        return [(*match.span(), _blaze(match, clean)) for match in _BLAZE.finditer(text, *within)]
    if syntax == EXPANDER:
        return [
            _expander(match, clean)
            for match in _EXPANDER.finditer(text, *within)
            if not address or match["snippet"] or match["fill"] or match["clipboard"]
        ]
    return []


def _blaze(match: re.Match[str], clean: Callable[[str], str]) -> Placeholder | None:
    command, written = match["command"], match["settings"].lstrip(":").strip()
    if command in _SILENT:
        return None
    first, settings = _settings(written)
    if command == "clipboard":
        return Placeholder("clipboard", None, GapKind.LINES)
    if command == "time":
        is_date = not first or _DATE_IN_BLAZE.search(first) is not None
        return _moment("date" if is_date else "time", clean(settings.get("shift", "")))
    known = _KNOWN.get((command, first.casefold()))
    # What is dropped from names as markup still tells one condition from the other.
    name = _name(command, first, settings).translate({ord("<"): "‹", ord(">"): "›"})
    return Placeholder(known or clean(name) or command)


def _name(command: str, first: str, settings: Mapping[str, str]) -> str:
    if command == "=":
        return first or "value"
    if command == "site":
        return settings.get("name") or f"page {first}"
    return first if command == "import" else f"{command} {first}"


def _settings(written: str) -> tuple[str, dict[str, str]]:
    first, *rest = blaze_parts(written) or [""]
    pairs = (part.partition("=") for part in rest)
    return first.strip(), {name.strip(): value.strip() for name, _, value in pairs}


def _moment(name: str, added: str) -> Placeholder:
    kind = GapKind.DATE if name == "date" else GapKind.TEXT
    return Placeholder(f"{name} ({added})" if added else name, None, kind)


def _expander(match: re.Match[str], clean: Callable[[str], str]) -> tuple[int, int, Placeholder | None]:
    start, end = match.span()
    if match["percent"]:
        return start + 1, end, None  # a doubled sign is one
    if match["silent"] or match["shift"]:
        return start, end, None
    if match["clipboard"]:
        return start, end, Placeholder("clipboard", None, GapKind.LINES)
    if match["moment"]:
        codes = {code[-1] for code in re.findall(_CODE, match["moment"][len(match["sum"]) :])}
        added = " ".join(re.findall(r"[+-]\d+[A-Za-z]", match["sum"]))
        return start, end, _moment("date" if codes & _DATE_CODES else "time", added)
    if match["pattern"]:
        shifted = re.match(r"([+-][^:]*):(.*)", match["pattern"])
        added, pattern = (shifted[1], shifted[2]) if shifted else ("", match["pattern"])
        return start, end, _moment("date" if re.search("[yMdE]", pattern) else "time", clean(added))
    return start, end, Placeholder(clean(match["snippet"] or match["fill"]) or "value")
