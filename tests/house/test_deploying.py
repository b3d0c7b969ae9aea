"""The examples for those who manage browsers: they name this extension, and values that it takes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from tests.conftest import REPOSITORY

EXTENSION = REPOSITORY / "extension"
PAGE = (EXTENSION / "DEPLOYING.md").read_text("utf-8")
MANIFEST: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
SCHEMA: dict[str, Any] = json.loads((EXTENSION / "managed_schema.json").read_text("utf-8"))
TYPES = {"integer": int, "array": list, "string": str, "boolean": bool}

CHROME, FIREFOX = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))


def chrome_id() -> str:
    """The id that Chrome makes from the key in the manifest: half of its hash, in letters from a to p."""
    digest = hashlib.sha256(base64.b64decode(MANIFEST["key"])).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def test_the_examples_name_this_extension() -> None:
    gecko = MANIFEST["browser_specific_settings"]["gecko"]["id"]
    assert [*CHROME["ExtensionSettings"]] == [*CHROME["3rdparty"]["extensions"]] == [chrome_id()]
    policies = FIREFOX["policies"]
    assert [*policies["ExtensionSettings"]] == [*policies["3rdparty"]["Extensions"]] == [gecko]


@pytest.mark.parametrize(
    "values",
    [*CHROME["3rdparty"]["extensions"].values(), *FIREFOX["policies"]["3rdparty"]["Extensions"].values()],
)
def test_the_examples_set_what_the_extension_takes(values: dict[str, Any]) -> None:
    known = SCHEMA["properties"]
    assert values.keys() == known.keys()
    for name, value in values.items():
        assert isinstance(value, TYPES[known[name]["type"]])


def test_the_page_explains_every_value_and_permission() -> None:
    missing = [name for name in (*SCHEMA["properties"], *MANIFEST["permissions"]) if f"`{name}`" not in PAGE]
    assert missing == []
