"""What stands within a line of Confluence's wiki markup: emphasis, links, pictures, small macros."""

from __future__ import annotations

import re
from html import escape

from connectors.confluence.storage import Surroundings, link, picture

_TOKEN = re.compile(
    r"""
    \\\\                                             # a line break
    | \\(?P<escaped>[\[\]{}*_\-+^~!|\\#?])
    | \{\{(?P<mono>.+?)\}\}
    | \[(?P<link>[^\]\n]+)\]
    | !(?P<picture>[^!\s|][^!\n|]*)(?:\|(?P<how>[^!\n]*))?!
    | \{(?P<macro>[A-Za-z][\w-]*)(?::(?P<said>[^}\n]*))?\}
    | (?P<bare>https?://[^\s<>\]|)}]+)
    """,
    re.VERBOSE,
)
_SIGNS = (("*", "strong"), ("_", "em"), ("??", "em"), ("+", "u"), ("^", "sup"), ("~", "sub"))
_EMPHASIS = (
    *(
        (re.compile(rf"(?<![\w{at}]){at}(?=\S)(.+?)(?<=\S){at}(?!\w)"), tag)
        for sign, tag in _SIGNS
        for at in (re.escape(sign),)
    ),
    (re.compile(r"(?<![\w-])-(?=[^\s-])(.+?)(?<=[^\s-])-(?![\w-])"), "s"),
)
_TITLE = re.compile(r"(?:^|\|)title=([^|]*)")
#: Parts that are HTML already stand between these while the rest is read.
_OPEN, _CLOSE = "\ue000", "\ue001"
_KEPT = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


def inline(line: str, surroundings: Surroundings) -> str:
    """Return a line as HTML."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_token(found, surroundings))
        return f"{_OPEN}{len(kept) - 1}{_CLOSE}"

    line = line.replace(_OPEN, "").replace(_CLOSE, "")
    html = escape(_TOKEN.sub(keep, line), quote=False)
    for pattern, tag in _EMPHASIS:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return _KEPT.sub(lambda found: kept[int(found.group(1))], html)


def _token(found: re.Match[str], surroundings: Surroundings) -> str:
    said = found.group(found.lastgroup) if found.lastgroup else ""
    plain = escape(said, quote=False)
    match found.lastgroup:
        case "mono":
            return f"<code>{plain}</code>"
        case "link":
            return _link(said, surroundings)
        case "picture" | "how":
            name = found.group("picture")
            return picture(name if "://" in name else surroundings.file_address(name) or "", name)
        case "macro" | "said":
            return _macro(found.group("macro").lower(), found.group("said") or "")
        case "bare":
            return link(said, plain)
    return plain if found.lastgroup == "escaped" else "<br>"


def _link(said: str, surroundings: Surroundings) -> str:
    """Return a link: `[label|target|tip]` or `[target]`."""
    parts = said.split("|")
    target = (parts[1] if len(parts) > 1 else parts[0]).strip()
    label = escape(parts[0].strip(), quote=False)
    if re.match(r"[a-z]+:", target):
        return link(target, label.removeprefix("mailto:"))
    if target.startswith("^"):
        return link(surroundings.file_address(target[1:]) or "", label.removeprefix("^"))
    if target.startswith("~"):
        return surroundings.users.get(target[1:], "") if len(parts) == 1 else label
    space, colon, title = target.partition(":")
    page = (title if colon else target).partition("#")[0]
    address = surroundings.page_address(space if colon else "", page) if page else None
    return link(
        address or "", label.removeprefix("#") if len(parts) > 1 else escape(page or target, quote=False)
    )


def _macro(name: str, said: str) -> str:
    if name == "status" and (title := _TITLE.search(said)):
        return escape(title.group(1), quote=False)
    if name in ("jira", "jiraissue"):
        return escape(said.partition("|")[0].removeprefix("key="), quote=False)
    return ""
