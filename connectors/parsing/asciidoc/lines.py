"""The lines of an AsciiDoc text: conditions resolved, attributes collected, read one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Attribute name -> value, as set in the document so far.
Attributes = dict[str, str]

_CONDITION = re.compile(r"(ifdef|ifndef|ifeval|endif)::([^\[]*)\[(.*)\]\s*$")
_INCLUDE = re.compile(r"include::[^\[]+\[.*\]\s*$")
_ENTRY = re.compile(r":(!?)([\w][\w-]*)(!?):(?:[ \t]+(.*))?$")
_REFERENCE = re.compile(r"(?<![\\{$#%])\{([\w][\w-]*)\}(?!\})")
_LONGEST_VALUE = 2_000


@dataclass(slots=True)
class Lines:
    """Lines and how far they are read."""

    lines: list[str]
    at: int = 0

    def more(self) -> bool:
        """Whether there is a line to be read."""
        return self.at < len(self.lines)

    def peek(self, ahead: int = 0) -> str:
        """Return a line without taking it, `""` beyond the end."""
        return self.lines[self.at + ahead] if self.at + ahead < len(self.lines) else ""

    def take(self) -> str:
        """Return the next line and go on."""
        line = self.lines[self.at]
        self.at += 1
        return line

    def skip_blank(self) -> None:
        """Go on to the next line that is not blank."""
        while self.more() and not self.peek().strip():
            self.at += 1


def preprocessed(lines: list[str], attributes: Attributes) -> list[str]:
    """Return the lines whose conditions hold; includes are left out.

    Only attributes set above by the text itself count; a condition on a value (`ifeval`) holds.
    """
    known = dict(attributes)
    kept: list[str] = []
    open_conditions: list[bool] = []
    for line in lines:
        condition = _CONDITION.match(line)
        if condition:
            kept.extend(_conditional(condition, open_conditions, known))
        elif all(open_conditions) and not _INCLUDE.match(line):
            entry = _ENTRY.match(line)
            if entry:
                _set(entry, entry.group(4) or "", known)
            kept.append(line.rstrip())
    return kept


def _conditional(condition: re.Match[str], open_conditions: list[bool], known: Attributes) -> list[str]:
    kind, names, inside = condition.groups()
    if kind == "endif":
        if open_conditions:
            open_conditions.pop()
        return []
    holds = _holds(kind, names, known)
    if inside and kind != "ifeval":
        return [inside] if holds and all(open_conditions) else []
    open_conditions.append(holds)
    return []


def _holds(kind: str, names: str, known: Attributes) -> bool:
    if kind == "ifeval":
        return True
    joined = all if "+" in names else any
    present = joined(name.strip() in known for name in re.split(r"[,+]", names))
    return present if kind == "ifdef" else not present


def attribute_entry(lines: Lines, attributes: Attributes) -> bool:
    """Take an attribute entry (`:name: value`) if one stands here; return whether it did."""
    entry = _ENTRY.match(lines.peek())
    if not entry:
        return False
    lines.take()
    value = entry.group(4) or ""
    while value.endswith(" \\") and lines.more():
        value = value[:-1] + lines.take().strip()
    _set(entry, value, attributes)
    return True


def _set(entry: re.Match[str], value: str, attributes: Attributes) -> None:
    if entry.group(1) or entry.group(3):
        attributes.pop(entry.group(2), None)
    else:
        # Values may name others; what grows without end is no honest text.
        attributes[entry.group(2)] = resolved(value, attributes)[:_LONGEST_VALUE]


def resolved(text: str, attributes: Attributes) -> str:
    """Put in the values of attributes; `{name}` that is not known, or a helpdesk's `{{name}}`, stays."""
    return _REFERENCE.sub(lambda found: attributes.get(found.group(1), found.group(0)), text)
