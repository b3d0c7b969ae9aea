"""Which connectors are offered, and what happens to one that cannot be loaded."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest
from pydantic import ValidationError

from connectors import registry
from connectors.contract import ConfigInvalid
from connectors.folder import FolderConnector


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """Entry points that a test may add to."""
    points = [EntryPoint("folder", "connectors.folder:FolderConnector", registry.GROUP)]
    monkeypatch.setattr(registry, "_points", lambda: points)
    return points


def test_built_in_connectors_are_registered() -> None:
    described = registry.described()
    assert {"folder", "replies"} <= set(described)
    assert all(entry.manifest and not entry.error for entry in described.values())
    assert registry.load("folder") is FolderConnector


def test_listing_imports_no_connector() -> None:
    code = (
        "import sys; from connectors import registry; registry.available();"
        "assert not {'connectors.folder', 'connectors.replies'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("no_such_module:X", "ModuleNotFoundError"),
        ("connectors.folder:Missing", "AttributeError"),
        ("connectors.folder:FolderConfig", "is not a connector class"),
        ("connectors.replies:RepliesConnector", "calls itself 'replies'"),
        ("connectors.contract:Connector", "has no manifest"),
    ],
)
def test_connector_that_cannot_be_used_is_a_row_with_the_reason(
    registered: list[EntryPoint], target: str, reason: str
) -> None:
    registered.append(EntryPoint("broken", target, registry.GROUP))
    described = registry.described()
    assert reason in str(described["broken"].error)
    assert described["folder"].manifest is not None
    with pytest.raises(ConfigInvalid, match=reason):
        registry.load("broken")


def test_two_packages_that_claim_one_name_are_told_apart(registered: list[EntryPoint]) -> None:
    registered.append(EntryPoint("folder", "elsewhere:Folder", registry.GROUP))
    assert "both register" in str(registry.described()["folder"].error)


def test_unknown_type_names_those_there_are(registered: list[EntryPoint]) -> None:
    with pytest.raises(ConfigInvalid, match="Installed are: folder"):
        registry.load("wiki")


def test_admin_form_comes_from_the_schema() -> None:
    for entry in registry.described().values():
        assert entry.manifest is not None
        schema = entry.manifest.config_model.model_json_schema()
        # Help Scout has two services, of which one is enough: no single setting is required.
        with pytest.raises(ValidationError):
            entry.manifest.config_model.model_validate({})
        assert {"path", "address", "host", "token", "app_secret"} & set(schema["properties"])
        assert all(field.get("description") for field in schema["properties"].values())
