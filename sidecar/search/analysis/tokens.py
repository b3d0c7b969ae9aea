"""How a text is cut: words, runs of scripts without spaces, and error codes and addresses kept whole."""

from __future__ import annotations

import re
from functools import lru_cache

from sidecar.search.analysis.scripts import unsegmented_class, word_class

#: Parts of addresses that tell nothing.
ADDRESS_NOISE = frozenset({"http", "https", "www", "com", "org", "net", "html", "htm", "php", "index", "utm"})

#: What people and programs write for an apostrophe inside a word.
APOSTROPHES = "'’ʼ＇‘´ʹ"

#: The kinds of token, in the order in which they are tried.
KINDS = ("plain", "url", "email", "code", "name", "hyphenated", "language", "run", "word")

_RELEASE = re.compile(r"\d{1,3}\.\d{1,3}(?=\.\d{1,4}\Z)")


@lru_cache(maxsize=1)
def token_pattern() -> re.Pattern[str]:
    """Return the pattern that finds the tokens of a text; the name of the matching group is the kind.

    `plain` comes first because nearly every word is one: nothing that could glue it to more follows it.
    `code` is anything with a digit whose parts are joined by `-`, `.`, `_` or `/` (E-1042, v2.3.1, 10.0.0.1);
    `name` is what programs are written in (user_id, config.yaml);
    `language` is C++, C# and their like; `run` is a stretch of a script without spaces.
    """
    word = word_class()
    # The class of all words is slow to say no: a plain ASCII word before a gap is told without asking it.
    ascii_word = r"[A-Za-z0-9]++(?=[ \n,;!?()\"]|[.:](?:[ \n]|\Z)|\Z)"
    # Skipping what stands between words by itself, first, spares eight failing tries at each such sign.
    return re.compile(
        rf"[\s.,!?;:()]*+(?:(?P<plain>{ascii_word}|[{word}]++(?![-@._/:%{APOSTROPHES}\u2010\u2011][{word}/]|[+#]))"
        rf"|(?P<url>(?:https?://|www\.)[^\s<>\"'”“»«]+)"
        rf"|(?P<email>[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)"
        rf"|(?P<code>(?<![A-Za-z0-9])(?=[A-Za-z._\-/]*[0-9])[A-Za-z0-9]+(?:[-._/][A-Za-z0-9]+)+(?![{word}]))"
        rf"|(?P<name>(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+(?![{word}]))"
        rf"|(?P<hyphenated>[{word}]+(?:[-\u2010\u2011][{word}]+)+)"
        rf"|(?P<language>(?<![A-Za-z])[A-Za-z](?:\+\+|\#)(?![{word}]))"
        rf"|(?P<run>[{unsegmented_class()}]+)"
        rf"|(?P<word>[{word}]+(?:[{APOSTROPHES}][{word}]+)*))"
    )


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Return the pattern of a plain word or run, for the insides of what is kept whole."""
    return re.compile(rf"(?P<run>[{unsegmented_class()}]+)|(?P<word>[{word_class()}]+)")


def whole_forms(kind: str, token: str) -> list[str]:
    """Return the forms under which a token is kept whole, beside the words inside it.

    A URL is its host; a code loses hyphens and underscores (E-1042 is E1042, user_id the userId of another
    program) and a version its `v`. Of a long version the release stands too (2.3 for 2.3.1).
    """
    token = token.lower()
    if kind == "url":
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", token)
        return [re.split(r"[/?#:]", host, maxsplit=1)[0].rstrip(".,;!)")]
    if kind in {"code", "name"}:
        whole = re.sub(r"^v(?=\d)", "", re.sub(r"[-_]", "", token))
        release = _RELEASE.match(whole)
        return [whole, release[0]] if release else [whole]
    if kind == "hyphenated":
        return [re.sub(r"[-\u2010\u2011]", "", token)]
    return [token.rstrip(".")]
