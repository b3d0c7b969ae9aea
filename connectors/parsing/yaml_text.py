"""YAML as people mean it: every value is the text that stands there, and nothing can blow up.

The usual loader reads `language: no` as false, `id: 007` as 7 and `updated: 2026-01-31` as a date object;
here all of these stay text. Aliases (`*name`) are refused: nested ones expand a few lines to gigabytes.
"""

from __future__ import annotations

from typing import Any

import yaml

_BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEPTH = 40


class YamlInvalid(Exception):  # noqa: N818 - named for what it says
    """The text is not the YAML that is read here. `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def load(text: str) -> Any:
    """Return one YAML document as dicts, lists and strings.

    Raises:
        YamlInvalid: with the line at fault.
    """
    try:
        _refuse_traps(text)
        return yaml.load(text, Loader=_BaseLoader)  # noqa: S506 - the base loader makes only dicts, lists and strings
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlInvalid(mark.line + 1 if mark else 1, error.problem or "this cannot be read") from None
    except yaml.YAMLError as error:
        raise YamlInvalid(1, str(error).splitlines()[0]) from None


def _refuse_traps(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_BaseLoader):
        mark = event.start_mark
        line = mark.line + 1 if mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlInvalid(line, "aliases (*name) are not read: write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEPTH:
                raise YamlInvalid(line, f"this is nested more than {_DEPTH} levels deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
