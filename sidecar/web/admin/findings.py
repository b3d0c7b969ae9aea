"""What the session of connectors says of a failure, in the admin's language, where all of it is known.

Connectors speak English. A sentence of `RequestFailed` is made of an address, what happened there and what to
do: the latter two are few, and in the catalogues. What is said otherwise is shown as it is, never half of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_FAILURE = re.compile(r"(?P<where>https?://\S+|The address) (?P<rest>.+)\.")
_STATUS = re.compile(r" \(\d{3}\)$")


def finding(gettext: Callable[[str], str]) -> Callable[[str], str]:
    """Return what says findings and reasons in one language."""

    def told(text: str) -> str:
        return _known(text, gettext) or _failure(text, gettext) or text

    return told


def _failure(text: str, gettext: Callable[[str], str]) -> str | None:
    match = _FAILURE.fullmatch(text)
    if match is None:
        return None
    where, rest = match["where"], match["rest"]
    before, _, remedy = rest.rpartition(": ")
    # What happened may have a colon in it, too.
    said = _happened(rest, gettext) or _both(_happened(before, gettext), _known(remedy, gettext))
    return None if said is None else f"{where if '/' in where else gettext(where)} {said}."


def _happened(what: str, gettext: Callable[[str], str]) -> str | None:
    status = _STATUS.search(what)
    said = _known(_STATUS.sub("", what), gettext)
    return said if said is None or status is None else said + status[0]


def _both(what: str | None, remedy: str | None) -> str | None:
    return None if what is None or remedy is None else f"{what}: {remedy}"


def _known(text: str, gettext: Callable[[str], str]) -> str | None:
    """Return a sentence, or half of one, if there is a translation; a remedy may begin as a sentence does."""
    # The empty text has the catalogue's head for a translation.
    if not text:
        return None
    if (said := gettext(text)) != text:
        return said
    half = f"{text[:1].lower()}{text[1:]}".removesuffix(".")
    if half == text or (said := gettext(half)) == half:
        return None
    return f"{said[:1].upper()}{said[1:]}."
