"""Secrets of sources: where they are kept, where they come from, and where they never are."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from connectors.contract import ConfigInvalid
from sidecar.sync.vault import FILE, Vault, secret_keys, variable


class Config(BaseModel):
    address: str
    token: SecretStr
    spare: SecretStr | None = None


class Memory:
    """A keyring; `broken` makes it raise, as one that stays locked does."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.broken = False

    def get_password(self, _service: str, username: str) -> str | None:
        self._open()
        return self.known.get(username)

    def set_password(self, _service: str, username: str, password: str) -> None:
        self._open()
        self.known[username] = password

    def delete_password(self, _service: str, username: str) -> None:
        self._open()
        del self.known[username]

    def _open(self) -> None:
        if self.broken:
            raise RuntimeError("locked")


ENTERED = {"address": "https://wiki.example", "token": "hush-hush"}


def test_secret_settings_are_found() -> None:
    assert secret_keys(Config) == ("token", "spare")


@pytest.mark.parametrize("place", ["keyring", "file"])
def test_secret_is_kept_apart_and_comes_back(tmp_path: Path, place: str) -> None:
    keyring = Memory()
    keyring.broken = place == "file"
    vault = Vault(tmp_path, keyring)
    stored = vault.put_away(Config.model_validate(ENTERED), ENTERED)
    assert "hush" not in str(stored)
    assert stored["token"]["kept"] == place
    assert (tmp_path / FILE).exists() is (place == "file")
    assert vault.filled("wiki", Config, stored) == ENTERED
    vault.discard(stored)
    assert not keyring.known
    with pytest.raises(ConfigInvalid, match="CUECARD_SECRET_WIKI_TOKEN"):
        vault.filled("wiki", Config, stored)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others out of the user's folder instead")
def test_file_is_its_owners_alone(tmp_path: Path) -> None:
    Vault(tmp_path).put_away(Config.model_validate(ENTERED), ENTERED)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_environment_goes_before_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(tmp_path)
    stored = vault.put_away(Config.model_validate(ENTERED), ENTERED)
    monkeypatch.setenv(variable("our wiki!", "token"), "from outside")
    assert vault.filled("our wiki!", Config, stored)["token"] == "from outside"
    assert vault.filled("our wiki!", Config, {"address": "x"})["token"] == "from outside"
    assert "token" not in vault.put_away(
        Config(address="x", token=SecretStr("from outside")), {"address": "x"}
    )


def test_changes_keep_replace_and_remove_secrets(tmp_path: Path) -> None:
    keyring = Memory()
    vault = Vault(tmp_path, keyring)
    both = {**ENTERED, "spare": "reserve"}
    first = vault.put_away(Config.model_validate(both), both)
    same = vault.put_away(
        Config.model_validate({**both, "address": "new"}), {**first, "address": "new"}, first
    )
    assert (same["token"], same["address"]) == (first["token"], "new")
    news = {"token": "another", "spare": None}
    changed = vault.put_away(Config.model_validate({**both, **news}), {**first, **news}, first)
    assert "spare" not in changed
    assert list(keyring.known.values()) == ["another"]


def test_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    stored = vault.put_away(Config.model_validate(ENTERED), ENTERED)
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(ConfigInvalid, match="remove it and enter the secrets anew"):
        vault.filled("wiki", Config, stored)
