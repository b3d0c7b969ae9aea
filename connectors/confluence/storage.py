"""Confluence's storage format as HTML. Runs in the guarded child process.

The format is XHTML with elements of its own (`ac:` and `ri:`) for macros, links, pictures and tasks, as
Atlassian's "Confluence Storage Format" describes. What only makes sense within Confluence is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from urllib.parse import quote, quote_plus

from lxml import etree

from connectors.confluence import macros
from connectors.contract import ParseFailed
from connectors.parsing.fields import web_address

_AC = "{ac}"
_RI = "{ri}"
_KEPT = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "th",
    "td", "strong", "em", "u", "s", "sub", "sup", "code", "pre", "blockquote", "kbd", "dl", "dt", "dd",
    "caption",
}  # fmt: skip
_RENAMED = {"b": "strong", "i": "em", "del": "s", "strike": "s", "ins": "u", "tt": "code", "samp": "code"}
_DROPPED = {"script", "style", "iframe", "object", "embed", "form", "button", "svg", "colgroup"}
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?:[A-Za-z][A-Za-z0-9]*;)?")
#: How the end of a CDATA section is written within another one.
_SPLIT_END = re.compile(r"\]\]\s>")
#: What remains of a paragraph whose macro was left out.
_EMPTY = re.compile(r"<(p|h[1-6])>(?:\s|<br>)*</\1>\s*")
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page's links need: where Confluence stands (`""` if unknown), this page, and users' names."""

    address: str = ""
    page_id: str = ""
    space_key: str = ""
    users: Mapping[str, str] = field(default_factory=dict)

    def page_address(self, space_key: str, title: str) -> str | None:
        """Return where a page of a space stands; Confluence finds it by its title."""
        return self._under(f"display/{quote(space_key or self.space_key)}/{quote_plus(title)}")

    def file_address(self, name: str) -> str | None:
        """Return where a file attached to this page stands."""
        return self._under(f"download/attachments/{quote(self.page_id)}/{quote(name)}")

    def _under(self, path: str) -> str | None:
        return web_address(f"{self.address.rstrip('/')}/{path}") if self.address else None


def convert(body: str, surroundings: Surroundings) -> str:
    """Return a page's body as HTML.

    Raises:
        ParseFailed: if it cannot be read, or is nested absurdly deep.
    """
    root = _tree(body)
    return _EMPTY.sub("", _Converter(surroundings).inner(root)).strip()


def _tree(body: str) -> Any:
    """Parse a body; its entities are HTML's, which XML does not know."""
    text = _ENTITY.sub(_character, _SPLIT_END.sub("]]>", body))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(f'<body xmlns:ac="ac" xmlns:ri="ri">{text}</body>', parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseFailed(
            f"The page's markup cannot be read ({error}): save it anew in Confluence."
        ) from None
    if root is None or root.tag != "body":
        raise ParseFailed("The page's markup cannot be read: save it anew in Confluence.")
    if root.xpath(f"boolean({'/*' * _DEEPEST})"):
        raise ParseFailed(f"The page is nested more than {_DEEPEST} levels deep: simplify it in Confluence.")
    return root


def _character(found: re.Match[str]) -> str:
    said = unescape(found.group(0))
    return escape(said) if said != found.group(0) else escape(found.group(0))


class _Converter:
    """Writes HTML for one page. `inner` and `element` are all that macros use."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings

    def inner(self, element: Any) -> str:
        """Return what is within an element."""
        parts = [escape(element.text or "", quote=False)]
        for child in element:
            parts.append(self.element(child))
            parts.append(escape(child.tail or "", quote=False))
        return "".join(parts)

    def element(self, element: Any) -> str:
        """Return an element with all within it."""
        tag = element.tag
        if not isinstance(tag, str):
            return ""
        if tag.startswith((_AC, _RI)):
            return self._own(element, tag)
        tag = _RENAMED.get(tag.lower(), tag.lower())
        if tag in _DROPPED:
            return ""
        within = self.inner(element)
        match tag:
            case "a":
                within = link(element.get("href", ""), within)
            case "img":
                within = picture(element.get("src", ""), element.get("alt") or element.get("title") or "")
            case "br" | "hr":
                within = f"<{tag}>"
            case "time":
                within = escape(element.get("datetime", ""), quote=False) or within
            case "div":
                within = f"\n{within}\n"
            case _ if tag in _KEPT:
                within = f"<{tag}{_spans(element)}>{within}</{tag}>"
        return within

    def _own(self, element: Any, tag: str) -> str:
        name = tag.partition("}")[2]
        if tag.startswith(_RI):
            return escape(self._named(element), quote=False)
        if name in ("structured-macro", "macro"):
            return macros.render(element, self)
        handler = _HANDLERS.get(name)
        return handler(self, element) if handler else self.inner(element)

    def link(self, element: Any) -> str:
        """Return a link: to a page, a file, a person, or a place within the page."""
        target = next(
            (child for child in element if isinstance(child.tag, str) and child.tag.startswith(_RI)), None
        )
        shown = next(
            (child for child in element if child.tag in (f"{_AC}link-body", f"{_AC}plain-text-link-body")),
            None,
        )
        label = self.inner(shown) if shown is not None else ""
        if target is None:
            return label
        return link(self._address(target) or "", label or escape(self._named(target), quote=False))

    def _address(self, target: Any) -> str | None:
        here = self.surroundings
        match target.tag.partition("}")[2]:
            case "page" | "blog-post" | "content-entity":
                title = target.get(f"{_RI}content-title", "")
                return (
                    here.page_address(target.get(f"{_RI}space-key", ""), title)
                    if title[:1] not in ("", "@")
                    else None
                )
            case "space":
                return here.page_address(target.get(f"{_RI}space-key", ""), "")
            case "attachment" if not len(target):
                return here.file_address(target.get(f"{_RI}filename", ""))
            case "url":
                return web_address(target.get(f"{_RI}value", ""))
        return None

    def _named(self, target: Any) -> str:
        key = target.get(f"{_RI}userkey") or target.get(f"{_RI}username") or target.get(f"{_RI}account-id")
        if key:
            return self.surroundings.users.get(key, target.get(f"{_RI}username", ""))
        for name in ("content-title", "filename", "space-key", "value"):
            if said := target.get(_RI + name):
                return str(said)
        return ""

    def image(self, element: Any) -> str:
        """Return a picture, if it has a public place."""
        target = next(
            (child for child in element if isinstance(child.tag, str) and child.tag.startswith(_RI)), None
        )
        if target is None or "emoticon" in element.get(f"{_AC}class", ""):
            return escape(element.get(f"{_AC}title", ""), quote=False)
        said = element.get(f"{_AC}alt") or element.get(f"{_AC}title") or self._named(target)
        return picture(
            self._address(target) or "", said if target.tag != f"{_RI}url" else element.get(f"{_AC}alt", "")
        )


def link(address: str, label: str) -> str:
    """Return a link as HTML; `label` is HTML already and stands alone where the address leads nowhere."""
    href = web_address(address) or (address if re.match(r"(?:mailto|tel):", address) else None)
    return f'<a href="{escape(href)}">{label}</a>' if href and label.strip() else label


def picture(address: str, alt: str) -> str:
    """Return a picture as HTML; nothing where it has no address on the web."""
    href = web_address(address)
    return f'<img src="{escape(href)}" alt="{escape(alt)}">' if href else ""


def _spans(element: Any) -> str:
    """Return a cell's or list's own attributes that change its meaning."""
    kept = (
        (name, value)
        for name in ("colspan", "rowspan", "start")
        if (value := element.get(name, "")).isdecimal() and value != "1"
    )
    return "".join(f' {name}="{value}"' for name, value in kept)


def _task(converter: _Converter, element: Any) -> str:
    done = element.findtext(f"{_AC}task-status", "").strip() == "complete"
    body = element.find(f"{_AC}task-body")
    return f"<li>{'☑' if done else '☐'} {converter.inner(body).strip() if body is not None else ''}</li>"


def _tasks(converter: _Converter, element: Any) -> str:
    items = "".join(_task(converter, task) for task in element.iterchildren(f"{_AC}task"))
    return f"<ul>{items}</ul>" if items else ""


def _emoticon(_: _Converter, element: Any) -> str:
    return escape(macros.emoji(element.attrib), quote=False)


def _extension(converter: _Converter, element: Any) -> str:
    """Return what stands in for a node of the new editor; its data is for programs."""
    fallback = element.find(f"{_AC}adf-fallback")
    if fallback is not None:
        return converter.inner(fallback)
    return "".join(converter.inner(content) for content in element.iter(f"{_AC}adf-content"))


def _nothing(_: _Converter, __: Any) -> str:
    return ""


_HANDLERS: dict[str, Callable[[_Converter, Any], str]] = {
    "link": _Converter.link,
    "image": _Converter.image,
    "task-list": _tasks,
    "emoticon": _emoticon,
    "adf-extension": _extension,
    "placeholder": _nothing,
    "parameter": _nothing,
    "default-parameter": _nothing,
}
