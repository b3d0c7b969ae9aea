"""Form fields of text expanders: gaps that say how they are to be asked for.

Text Blaze (https://blaze.today/guides/forms) writes `{formmenu: morning; evening; name=time}`, with settings
separated by semicolons, one with a backslash before it standing for itself; TextExpander writes
`%fillpopup:name=time:morning:default=evening%`, with parts separated by colons.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sidecar.knowledge.model import GapKind, Placeholder

#: What either writes; the groups are the command and its settings.
BLAZE = (
    r"\{(?P<blaze>form(?:text|paragraph|menu|date|toggle)|endformtoggle)(?::(?P<settings>[^{}\n]{0,4000}))?\}"
)
EXPANDER = r"%(?P<expander>fill(?:text|area|popup|date|part)(?=:)|fillpartend)(?::(?P<parts>[^%\n]{0,600}))?%"
#: What a text with such a field has in it.
SIGNS = r"\{form|%fill"

_KINDS = {
    "formtext": GapKind.TEXT,
    "formparagraph": GapKind.LINES,
    "formmenu": GapKind.CHOICE,
    "formdate": GapKind.DATE,
    "filltext": GapKind.TEXT,
    "fillarea": GapKind.LINES,
    "fillpopup": GapKind.CHOICE,
    "filldate": GapKind.DATE,
}
_ENDS = frozenset({"endformtoggle", "fillpartend"})
_SETTING = re.compile(
    r"\s*(name|default|formatter|multiple|itemformatter|cols|rows|width|height|format)\s*=(.*)$", re.DOTALL
)
_MOST_CHOICES = 50
_LONGEST_NAME = 100
#: Of a choice or a default: both may be whole sentences, and neither is worth anything cut short.
_LONGEST_TEXT = 1000


def read(command: str, written: str | None, clean: Callable[[str, int], str]) -> Placeholder | None:
    """Read one field.

    Args:
        command: Its name (`formmenu`, `fillpopup`).
        written: Its settings, as written.
        clean: Drops from a text what could be read as markup or as another gap, and what is too long.

    Returns:
        `None` for what only ends something. A part that may be left out stands as a gap, so that the agent
        sees it and decides.
    """
    if command in _ENDS:
        return None
    parts = blaze_parts(written or "") if command.startswith("form") else (written or "").split(":")
    settings, choices = _settings(parts, clean)
    kind = _KINDS.get(command)
    name, default = settings.get("name", "")[:_LONGEST_NAME].strip(), settings.get("default", "")
    if kind is None:
        return Placeholder(name or "choose")
    if kind is GapKind.CHOICE:
        named = name or " / ".join(choices[:3])[:_LONGEST_NAME].strip() or "choose"
        return Placeholder(named, None, kind, choices)
    return Placeholder(name or "value", default or None, kind)


def blaze_parts(written: str) -> list[str]:
    """Part the settings of a command of Text Blaze: a backslash takes the meaning from what follows it."""
    return re.findall(r"((?:\\.|[^;\\]|\\$)+)", written, re.DOTALL)


def _settings(parts: list[str], clean: Callable[[str, int], str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return named settings, and the choices; the default is the first of them."""
    named: dict[str, str] = {}
    choices: list[str] = []
    for part in parts:
        found = _SETTING.match(part)
        text = clean(re.sub(r"\\([;=\\])", r"\1", found[2] if found else part), _LONGEST_TEXT)
        if found:
            named[found[1]] = text
        if text and (found is None or found[1] == "default"):
            choices.insert(0, text) if found else choices.append(text)
    return named, tuple(dict.fromkeys(choices))[:_MOST_CHOICES]
