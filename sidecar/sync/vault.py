"""The secrets of sources: in the system's keyring, else in a file that only its owner can read.

A source's stored configuration says in a secret's place where it is kept (`{"kept": "keyring", "id": ...}`),
so that no backup, export or answer of the API can give it away. The environment goes before both:
`CUECARD_SECRET_<SOURCE>_<KEY>` with the source's name and the setting's, in capitals and with `_` for
everything that is no letter or digit.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from pydantic import BaseModel, SecretBytes, SecretStr

from connectors.contract import ConfigInvalid
from sidecar.private_files import write_private

log = logging.getLogger("cuecard.sync")

FILE = "secrets.json"
_SERVICE = "cuecard"


class Keyring(Protocol):
    """What is used of a keyring (`keyring.backend.KeyringBackend`)."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """Return a secret."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget a secret."""


class Vault:
    """Keeps secrets. All methods may block: call them in a worker thread.

    Args:
        folder: the data folder, where the file lies if there is no keyring.
        keyring: the keyring; `None` to use the system's, if it has one.
    """

    def __init__(self, folder: Path, keyring: Keyring | None = None) -> None:
        self._file = folder / FILE
        self._keyring = keyring
        self._looked = keyring is not None
        self._lock = threading.Lock()

    def filled(self, name: str, model: type[BaseModel], config: Mapping[str, Any]) -> dict[str, Any]:
        """Return a source's configuration with its secrets in their places.

        Args:
            name: of the source.
            model: of its configuration.
            config: as stored, or with secrets that were just entered.

        Raises:
            ConfigInvalid: a secret is not where it was kept; says how to give it anew.
        """
        whole = dict(config)
        for key in secret_keys(model):
            if given := os.environ.get(variable(name, key)):
                whole[key] = given
            elif is_reference(whole.get(key)):
                found = self._read(whole[key])
                if found is None:
                    raise ConfigInvalid(
                        f"The secret `{key}` of '{name}' is not in the {whole[key]['kept']} any more: "
                        f"enter it anew, or set the environment variable {variable(name, key)}."
                    )
                whole[key] = found
        return whole

    def put_away(
        self, model: BaseModel, entered: Mapping[str, Any], before: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return a configuration as it is stored: each secret kept here, and a reference in its place.

        Args:
            model: the configuration, checked.
            entered: what was entered; of secrets only those are kept anew that stand in here.
            before: the stored configuration this one takes the place of.
        """
        keys = secret_keys(type(model))
        stored = model.model_dump(mode="json", exclude_defaults=True, exclude=set(keys))
        for key in keys:
            old = (before or {}).get(key)
            value = _plain(getattr(model, key)) if key in entered else ""
            if key not in entered or entered[key] == old:
                if is_reference(old):
                    stored[key] = old
                continue
            if is_reference(old):
                self._forget(old)
            if value:
                stored[key] = self._keep(value)
        return stored

    def discard(self, config: Mapping[str, Any]) -> None:
        """Forget the secrets of a source that is removed."""
        for value in config.values():
            if is_reference(value):
                self._forget(value)

    def _keep(self, value: str) -> dict[str, str]:
        reference = secrets.token_hex(8)
        keyring = self._system_keyring()
        if keyring is not None:
            try:
                keyring.set_password(_SERVICE, reference, value)
            except Exception as error:  # noqa: BLE001 - a keyring that is locked or broken raises anything
                log.warning("The keyring takes no secret (%s): a file does.", type(error).__name__)
            else:
                return {"kept": "keyring", "id": reference}
        with self._lock:
            self._write({**self._load(), reference: value})
        return {"kept": "file", "id": reference}

    def _read(self, reference: Mapping[str, str]) -> str | None:
        if reference["kept"] == "file":
            return self._load().get(reference["id"])
        keyring = self._system_keyring()
        try:
            return keyring.get_password(_SERVICE, reference["id"]) if keyring else None
        except Exception as error:  # noqa: BLE001 - a connector may break down anywhere
            log.warning("The keyring gives no secret (%s).", type(error).__name__)
            return None

    def _forget(self, reference: Mapping[str, str]) -> None:
        if reference["kept"] == "file":
            with self._lock:
                self._write({key: value for key, value in self._load().items() if key != reference["id"]})
            return
        keyring = self._system_keyring()
        try:
            if keyring:
                keyring.delete_password(_SERVICE, reference["id"])
        except Exception as error:  # noqa: BLE001 - a connector may break down anywhere; nothing refers to it any more
            log.warning("The keyring keeps a secret that is not used any more (%s).", type(error).__name__)

    def _system_keyring(self) -> Keyring | None:
        """Return the system's keyring, looked for on first use only: that takes a tenth of a second."""
        if not self._looked:
            self._keyring, self._looked = _usable_keyring(), True
        return self._keyring

    def _load(self) -> dict[str, str]:
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise ConfigInvalid(
                f"The file of secrets {self._file} cannot be read ({type(error).__name__}): "
                "correct its permissions, or remove it and enter the secrets anew."
            ) from None
        return known if isinstance(known, dict) else {}

    def _write(self, known: Mapping[str, str]) -> None:
        write_private(self._file, json.dumps(known))


def secret_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Return which settings of a configuration are secrets."""
    return tuple(secrets_in_schema(model.model_json_schema()))


def secrets_in_schema(schema: Mapping[str, Any]) -> list[str]:
    """Return which settings in a JSON schema are secrets (pydantic marks them `writeOnly`)."""
    return [
        name
        for name, field in schema.get("properties", {}).items()
        if any(part.get("writeOnly") for part in [field, *field.get("anyOf", [])])
    ]


def variable(name: str, key: str) -> str:
    """Return the environment variable that holds a secret of a source."""
    return "CUECARD_SECRET_" + re.sub(r"\W", "_", f"{name}_{key}").upper()


def is_reference(value: object) -> TypeGuard[dict[str, str]]:
    """Whether a value of a stored configuration says where a secret is kept."""
    return isinstance(value, dict) and set(value) == {"kept", "id"}


def _plain(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, SecretBytes):
        return value.get_secret_value().decode("utf-8", "surrogateescape")
    return ""


def _usable_keyring() -> Keyring | None:
    """Return the system's keyring; `None` where there is none, as on a server without a desktop."""
    try:
        import keyring

        found: Any = keyring.get_keyring()
        usable = found.priority >= 1
    except Exception as error:  # noqa: BLE001 - whatever the platform's parts raise, the file remains
        log.info("There is no keyring (%s): secrets are kept in a file.", type(error).__name__)
        return None
    return found if usable else None
