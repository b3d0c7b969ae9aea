"""Where the command line takes a source's secrets from: never from its arguments, which others can see."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Any

from sidecar.commands.state import WrongUsage
from sidecar.sync.vault import secrets_in_schema, variable

_LONGEST = 100_000


def secrets_of(
    name: str, config: dict[str, Any], schema: dict[str, Any], secret_files: list[str]
) -> dict[str, str]:
    """Return the secrets of a new source that `--set` did not give.

    Args:
        name: of the source.
        config: what was given already.
        schema: of its settings.
        secret_files: `KEY=FILE`, as given.

    Raises:
        WrongUsage: a file cannot be read, or a required secret is nowhere to be had.
    """
    known = secrets_in_schema(schema)
    found = secrets_from_files(secret_files, schema)
    for key in known:
        if key in config or key in found:
            continue
        field = schema["properties"][key]
        if value := os.environ.get(variable(name, key)):
            found[key] = value
        elif key not in schema.get("required", ()):
            continue
        elif sys.stdin.isatty():
            found[key] = getpass.getpass(f"{field.get('title', key)}: ")
        else:
            raise WrongUsage(
                f"The setting {key!r} is a secret: give it with --secret-file {key}=FILE, "
                f"or set the environment variable {variable(name, key)}."
            )
    return found


def secrets_from_files(secret_files: list[str], schema: dict[str, Any]) -> dict[str, str]:
    """Return the secrets that `KEY=FILE ...` names.

    Raises:
        WrongUsage: a key is no secret setting, or a file cannot be read.
    """
    known = secrets_in_schema(schema)
    return dict(_from_file(item, known) for item in secret_files)


def _from_file(item: str, known: list[str]) -> tuple[str, str]:
    key, equals, place = item.partition("=")
    if not equals or key not in known:
        there = ", ".join(known) or "none"
        raise WrongUsage(f"Write --secret-file KEY=FILE with one of its secret settings: {there}.")
    path = Path(place).expanduser()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsage(f"{path} cannot be read as text: give another file for {key!r}.") from error
    # Editors end the last line of a file; a secret has none.
    secret = text.rstrip("\r\n")
    if not secret or len(secret) > _LONGEST:
        raise WrongUsage(f"{path} is empty or far too long: put nothing but the secret {key!r} into it.")
    return key, secret
