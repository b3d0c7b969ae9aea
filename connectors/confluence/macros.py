"""Confluence's macros as HTML: what they say stays, what they would look up in Confluence is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Protocol

_AC = "{ac}"
_BOXES = {
    "info", "note", "tip", "warning", "panel", "success", "error", "message-box", "lozenge",
}  # fmt: skip
_CODE = {"code", "noformat", "code-block", "html", "html-xhtml", "markdown", "mathblock", "style", "csv"}
#: Names Confluence has for its own pictures, and the characters that say the same.
_EMOJI = {
    "smile": "🙂", "sad": "🙁", "cheeky": "😛", "laugh": "😀", "wink": "😉", "thumbs-up": "👍",
    "thumbs-down": "👎", "information": "ℹ️", "tick": "✔️", "cross": "❌", "warning": "⚠️", "plus": "➕",
    "minus": "➖", "question": "❓", "light-on": "💡", "light-off": "💡", "yellow-star": "⭐",
    "red-star": "⭐", "green-star": "⭐", "blue-star": "⭐", "heart": "❤️", "broken-heart": "💔",
    "check_mark": "✔️", "cross_mark": "❌", "white_check_mark": "✅",
}  # fmt: skip
_HIGHEST_CHARACTER = 0x10FFFF


class Converter(Protocol):
    """What renders the content within a macro."""

    def inner(self, element: Any) -> str:
        """Return what is within an element, as HTML."""

    def element(self, element: Any) -> str:
        """Return an element, as HTML."""


def render(macro: Any, converter: Converter) -> str:
    """Return a macro as HTML. One that is not known shows its text, if it has one of its own."""
    name = macro.get(f"{_AC}name", "").lower()
    if handler := _HANDLERS.get(name):
        return handler(macro, converter)
    if name in _CODE:
        return _code(macro, converter)
    body = macro.find(f"{_AC}rich-text-body")
    if body is None:
        return ""
    if name == "details" and parameter(macro, "hidden") == "true":
        return ""
    within = converter.inner(body)
    title = parameter(macro, "title")
    heading = f"<p><strong>{escape(title, quote=False)}</strong></p>" if title else ""
    return f"<blockquote>{heading}{within}</blockquote>" if name in _BOXES else f"{heading}{within}"


def parameter(macro: Any, name: str) -> str:
    """Return a parameter of a macro as text, `""` if it is not given; `""` names the default one."""
    for child in macro:
        given = child.tag == f"{_AC}parameter" and child.get(f"{_AC}name", "") == name
        if given or (not name and child.tag == f"{_AC}default-parameter"):
            return " ".join("".join(child.itertext()).split())
    return ""


def emoji(attributes: Mapping[str, str]) -> str:
    """Return the character for one of Confluence's little pictures; what is no character stays out."""
    fallback = attributes.get(f"{_AC}emoji-fallback", "")
    if fallback and not fallback.startswith(":"):
        return fallback
    short = attributes.get(f"{_AC}emoji-shortname", "").strip(":")
    for name in (attributes.get(f"{_AC}name", ""), short):
        if name in _EMOJI:
            return _EMOJI[name]
    try:
        codes = [int(part, 16) for part in attributes.get(f"{_AC}emoji-id", "").split("-")]
        return "".join(chr(code) for code in codes if code <= _HIGHEST_CHARACTER)
    except ValueError:
        return ""


def _code(macro: Any, converter: Converter) -> str:
    body = macro.find(f"{_AC}plain-text-body")
    if body is None:
        rich = macro.find(f"{_AC}rich-text-body")
        return converter.inner(rich) if rich is not None else ""
    if macro.get(f"{_AC}name") == "style":
        return ""
    title = parameter(macro, "title")
    heading = f"<p><strong>{escape(title, quote=False)}</strong></p>" if title else ""
    text = "".join(body.itertext()).strip("\n")
    return f"{heading}<pre><code>{escape(text, quote=False)}</code></pre>" if text.strip() else ""


def _status(macro: Any, _: Converter) -> str:
    return escape(parameter(macro, "title") or parameter(macro, ""), quote=False)


def _issue(macro: Any, _: Converter) -> str:
    return escape(parameter(macro, "key"), quote=False)


def _included(macro: Any, converter: Converter) -> str:
    """Return a link to the page that a macro would show in its place."""
    for child in macro.iter(f"{_AC}link"):
        return f"<p>{converter.element(child)}</p>"
    title = parameter(macro, "")
    return f"<p>{escape(title, quote=False)}</p>" if title else ""


def _file(macro: Any, converter: Converter) -> str:
    for child in macro.iter("{ri}attachment"):
        return converter.element(child)
    return escape(parameter(macro, "name"), quote=False)


def _widget(macro: Any, _: Converter) -> str:
    address = parameter(macro, "url")
    return (
        f'<p><a href="{escape(address)}">{escape(address, quote=False)}</a></p>'
        if address.startswith("https://")
        else ""
    )


_HANDLERS: dict[str, Callable[[Any, Converter], str]] = {
    "status": _status,
    "jira": _issue,
    "jiraissues": _issue,
    "include": _included,
    "excerpt-include": _included,
    "view-file": _file,
    "viewpdf": _file,
    "viewdoc": _file,
    "widget": _widget,
}
