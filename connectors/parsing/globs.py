"""Include and exclude patterns over relative paths, read as in a `.gitignore`: case does not matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that says whether a relative path (with `/`) matches any of the patterns.

    `*` and `?` stay within one level, `**` crosses levels, `[abc]` is a set. A pattern without `/` matches a
    file or folder of that name anywhere; a pattern that matches a folder matches everything below it.
    """
    expressions = [_expression(pattern) for pattern in patterns if pattern.strip("/ ")]
    if not expressions:
        return lambda _path: False
    combined = re.compile("|".join(expressions), re.IGNORECASE | re.DOTALL)
    return lambda path: combined.fullmatch(path) is not None


def _expression(pattern: str) -> str:
    pattern = pattern.strip().removeprefix("./")
    anchored = "/" in pattern.rstrip("/")
    pattern = pattern.strip("/")
    body = "".join(
        _token(token) for token in re.findall(r"\*\*/|\*\*|\*|\?|\[[^\]/]+\]|.", pattern, re.DOTALL)
    )
    return rf"(?:{'' if anchored else '(?:.*/)?'}{body}(?:/.*)?)"


def _token(token: str) -> str:
    match token:
        case "**/":
            return "(?:.*/)?"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
    if token.startswith("[") and len(token) > 1:
        inside = token[1:-1].replace("\\", r"\\")
        return (
            f"[^{inside[1:]}]"
            if inside[0] in "!^" and len(inside) > 1
            else f"[{re.escape(inside[0])}{inside[1:]}]"
        )
    return re.escape(token)
