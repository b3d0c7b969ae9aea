"""HTML, XML and other text in a recording: its build stays, what it says is replaced."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

_PIECES = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<script><script\b[^>]*>)(?P<code>.*?)(?P<endscript></script\s*>)"
    r"|(?P<style><style\b[^>]*>).*?(?P<endstyle></style\s*>)"
    r"|(?P<cdata><!\[CDATA\[)(?P<inside>.*?)\]\]>"
    r"|(?P<tag></?[A-Za-z][^<>]*>|<[!?][^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_TAG_NAME = re.compile(r"</?([\w:.-]+)")
_ATTRIBUTE = re.compile(
    r"(?P<name>[\w:.@-]+)(?P<is>\s*=\s*)(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.DOTALL
)
_LINKS = re.compile("action|cite|data-src|formaction|href|poster|src|srcset|xml:base")
_BUILD = re.compile(
    "align|charset|class|colspan|dir|encoding|for|height|hidden|hreflang|http-equiv|id|itemprop|itemtype|lang|media"
    "|method|name|property|rel|rev|role|rowspan|start|style|target|translate|type|valign|version|width|xml:lang"
    "|xml:space|xmlns(?::.*)?"
)
#: What a page says of itself in `<meta>` that a reader goes by, and that is no text.
_META = re.compile(
    r"robots|viewport|generator|charset|content-type|refresh|language|locale|_time|date|type$", re.IGNORECASE
)

#: A placeholder: its name is code, what stands in quotes behind it is a text.
_PLACEHOLDER = re.compile(
    r"(?P<open>\{\{\{?\s?[#/^&>!~]?\s?|\$\{\s?|#\{\s?|%\{\s?|\{%-?\s?|\{|%)(?P<name>[a-z][\w.]*|[\w]+(?:\.[\w]+)+)"
    r"(?P<rest>[^{}%]*?)(?P<close>\s?\}\}\}?|\s?-?%\}|\}|%)"
)
_QUOTED = re.compile(r"(?P<quote>[\"'])(?P<value>[^\"']*)(?P=quote)")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,10}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")


class Texts(Protocol):
    """What stands in for what is found."""

    def field(self, name: str, value: str) -> str:
        """Return what stands in for a value in a field."""

    def address(self, value: str) -> str:
        """Return what stands in for an address."""

    def words(self, text: str) -> str:
        """Return what stands in for a text without markup."""

    def json(self, value: object) -> object:
        """Return what stands in for parsed JSON."""


def has_markup(text: str) -> bool:
    """Whether a text holds tags."""
    return bool(re.search(r"<(?:[A-Za-z!?/])[^<>]*>", text))


def scrub_markup(text: str, texts: Texts, *, fields: bool = False) -> str:
    """Return a text with markup, without what it says.

    Args:
        text: HTML or XML.
        texts: what stands in for what is found.
        fields: whether elements are fields of data (XML), and their names tell what is in them.
    """
    return "".join(_pieces(text, texts, fields=fields))


def _pieces(text: str, texts: Texts, *, fields: bool) -> Iterator[str]:
    reading = _Reading(texts, fields)
    end = 0
    for match in _PIECES.finditer(text):
        yield reading.said(text[end : match.start()])
        yield reading.marked(match)
        end = match.end()
    yield reading.said(text[end:])


@dataclass(slots=True)
class _Reading:
    """Where in a text with markup we are. `named` is a field that XML-RPC names in an element of its own."""

    texts: Texts
    fields: bool
    element: str = ""
    named: str = ""

    def said(self, text: str) -> str:
        core = text.strip()
        if not core:
            return text
        if not self.fields:
            return scrub_text(text, self.texts.words)
        plain = html.unescape(core)
        news = html.escape(self.texts.field(self.named or self.element, plain), quote=False)
        if self.element == "name":
            self.named = plain
        start = text.index(core)
        return text[:start] + news + text[start + len(core) :]

    def marked(self, match: re.Match[str]) -> str:
        if match["comment"]:
            return "<!---->"
        if match["script"]:
            return f"{_tag(match['script'], self.texts)}{_script(match, self.texts)}{match['endscript']}"
        if match["style"]:
            return match["style"] + match["endstyle"]
        if match["cdata"]:
            field = self.named or self.element
            inside = match["inside"]
            news = self.texts.field(field, inside) if self.fields else scrub_markup(inside, self.texts)
            return f"<![CDATA[{news.replace(']]>', '')}]]>"
        return self._element(match["tag"])

    def _element(self, tag: str) -> str:
        if tag.startswith("</member"):
            self.named = ""
        name = _TAG_NAME.match(tag)
        if name and not tag.startswith("</"):
            self.element = name[1].lower()
        return _tag(tag, self.texts)


def _script(match: re.Match[str], texts: Texts) -> str:
    """Keep what a page says of itself to machines; code goes."""
    if "json" not in match["script"].lower():
        return ""
    try:
        return json.dumps(texts.json(json.loads(match["code"])), ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""


def _tag(tag: str, texts: Texts) -> str:
    if tag.startswith(("<!", "<?")):
        return re.sub(r"(encoding\s*=\s*[\"'])[\w.-]+", r"\1UTF-8", tag)
    is_kept_meta = tag[:5].lower() == "<meta" and any(
        _META.search(match["value"])
        for match in _ATTRIBUTE.finditer(tag)
        if match["name"].lower() != "content"
    )

    def attribute(match: re.Match[str]) -> str:
        name, value = match["name"].lower(), html.unescape(match["value"])
        if _BUILD.fullmatch(name) or (is_kept_meta and name == "content"):
            news = value
        elif _LINKS.fullmatch(name):
            news = texts.address(value)
        else:
            news = texts.field(name, value)
        return f"{match['name']}{match['is']}{match['quote']}{html.escape(news)}{match['quote']}"

    return _ATTRIBUTE.sub(attribute, tag)


def scrub_text(text: str, words: Callable[[str], str]) -> str:
    """Return a text without markup; placeholders and the signs of HTML in it stay."""
    found: list[str] = []
    end = 0
    for match in re.finditer(f"{_PLACEHOLDER.pattern}|(?P<entity>{_ENTITY.pattern})", text):
        found += [_worded(text[end : match.start()], words), _kept(match, words)]
        end = match.end()
    return "".join([*found, _worded(text[end:], words)])


def _worded(text: str, words: Callable[[str], str]) -> str:
    """Replace what a text says, not the space around it."""
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return text[:start] + words(core) + text[start + len(core) :]


def _kept(match: re.Match[str], words: Callable[[str], str]) -> str:
    if match["entity"]:
        # A letter may be written by its number, too.
        return match["entity"] if not match["entity"].startswith("&#") else "&middot;"
    rest = _QUOTED.sub(
        lambda quoted: f"{quoted['quote']}{words(quoted['value'])}{quoted['quote']}", match["rest"]
    )
    kept = (
        rest
        if not re.search(
            r"[^\W\d_]", _QUOTED.sub("", match["rest"]).replace("default", "").replace("fallback", "")
        )
        else ""
    )
    return f"{match['open']}{match['name']}{kept}{match['close']}"
