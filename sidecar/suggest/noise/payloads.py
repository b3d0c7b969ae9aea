"""JSON and XML in a text: the fields that name an error stay, the rest goes."""

from __future__ import annotations

import re
from collections.abc import Iterable

_KEYS = (
    r"(?:error|errors|err|message|msg|error[_-]?message|error[_-]?code|code|reason|detail|details|title|fault"
    r"|faultstring|faultcode|exception|description|error[_-]?description|status[_-]?text|cause|hint|warning)"
)
_VALUE = r"(?:\"(?P<text>(?:[^\"\\\n]|\\.){0,500})\"|(?P<number>-?\d{2,10}))"
#: A pair of a JSON object; whether its key tells of an error is in the named group.
_PAIR = re.compile(
    rf"[\"'](?:(?P<telling>{_KEYS})|[\w .$@-]{{1,60}})[\"']\s{{0,4}}:\s{{0,4}}(?:{_VALUE})?", re.IGNORECASE
)
_OPENS = re.compile(r"[{\[]\s{0,4}(?:[\"'{\[]|$)")
_JSON_LINE = re.compile(r"\s*[\"'][\w .$@-]{1,60}[\"']\s{0,4}:")
_JSON_ITEM = re.compile(r"\s*(?:[{}\[\]]+,?|\"[^\"\n]{0,200}\",?|-?[\d.]+,?|true,?|false,?|null,?)\s*$")
_XML_LINE = re.compile(r"\s*<(?:[?!/]?[A-Za-z_][\w:.-]{0,80})(?:\s[^<>]{0,2000})?/?>")
_XML_TOLD = re.compile(
    rf"<(?:[\w.-]{{1,40}}:)?{_KEYS}(?:\s[^<>]{{0,500}})?>([^<>]{{1,500}})</", re.IGNORECASE
)
#: So many pairs in a line are a payload; one is something quoted.
_SEVERAL = 2


def without_payloads(lines: Iterable[str]) -> list[str]:
    """Return the lines without JSON and XML, but with the values of their error fields."""
    kept: list[str] = []
    inside = False
    for line in lines:
        if inside and (_JSON_ITEM.match(line) or not line.strip()):
            continue
        inside = False
        if _is_markup(line):
            kept += [found[1] for found in _XML_TOLD.finditer(line)]
        elif "{" in line or "[" in line or _JSON_LINE.match(line[:200]):
            around, told, inside = _of_json(line)
            kept += [*around, *told]
        else:
            kept.append(line)
    return kept


def _is_markup(line: str) -> bool:
    return line.lstrip()[:1] == "<" and line.rstrip()[-1:] == ">" and bool(_XML_LINE.match(line))


def _of_json(line: str) -> tuple[list[str], list[str], bool]:
    """Return the prose around a payload, what its error fields say, and whether it goes on below."""
    pairs = list(_PAIR.finditer(line))
    whole = bool(_JSON_LINE.match(line[:200])) and line.rstrip()[-1:] in '",{[}]0123456789el'
    opens = _OPENS.search(line)
    if not whole and not (opens and (len(pairs) >= _SEVERAL or not line[opens.end() :].strip())):
        return [line], [], False
    told = [pair["text"] or pair["number"] or "" for pair in pairs if pair["telling"]]
    if whole or opens is None:
        return [], list(filter(None, told)), True
    end = max(line.rfind("}"), line.rfind("]"), pairs[-1].end() - 1 if pairs else 0)
    around = [line[: opens.start()], line[end + 1 :]]
    return [part for part in around if any(char.isalnum() for char in part)], list(filter(None, told)), True
