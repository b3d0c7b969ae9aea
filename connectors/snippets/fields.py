"""Gaps that say how they are to be asked for, written as Cuecard's compiler reads them in every text.

It is Text Blaze's way (`{formmenu: morning; evening; name=time}`): the only one that holds names, choices and
defaults within the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from connectors.model import BodyFormat

TEXT, LINES, CHOICE, DATE = "formtext", "formparagraph", "formmenu", "formdate"
#: What no setting can hold: a gap with it would come out changed.
_UNFIT = re.compile(r"[{}<>|\"`\x00-\x1f\x7f]|\[\[|\]\]")
_LONGEST_CHOICE = 1000
_LONGEST = 4000


def gap(
    kind: str,
    name: str,
    *,
    choices: Sequence[str] = (),
    default: str | None = None,
    markup: BodyFormat = BodyFormat.TEXT,
) -> str:
    """Return a gap as it is written into a text.

    One whose choices cannot be written down unchanged is asked for as a line of text: the agent types.

    Args:
        kind: of the constants of this module.
        name: what it is called.
        choices: of a choice; the first is the usual one.
        default: what stands there if nothing else is said.
        markup: of the text around it.
    """
    written = [_escaped(choice) for choice in choices if choice.strip()]
    settings = "; ".join([*written, *_named("default", default), *_named("name", _UNFIT.sub(" ", name))])
    fits = all(_fits(choice) for choice in choices) and len(settings) <= _LONGEST
    if (kind == CHOICE and not written) or not fits:
        return gap(TEXT, name, markup=markup)
    return _in(markup, f"{{{kind}: {settings}}}")


def _fits(choice: str) -> bool:
    return not _UNFIT.search(choice) and len(choice) <= _LONGEST_CHOICE


def _named(setting: str, value: str | None) -> list[str]:
    return [f"{setting}={_escaped(value)}"] if value and _fits(value) else []


def _escaped(value: str) -> str:
    return re.sub(r"([\\;=])", r"\\\1", value.strip())


def _in(markup: BodyFormat, written: str) -> str:
    if markup is BodyFormat.HTML:
        return html.escape(written, quote=False)
    if markup is BodyFormat.MARKDOWN:
        return re.sub(r"([\\*_`\[\]#~&])", r"\\\1", written)
    return written
