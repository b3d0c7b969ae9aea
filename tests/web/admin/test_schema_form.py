"""Forms from the models of connectors: every kind of setting has its field, and what was typed comes back."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, SecretStr

from connectors import registry
from connectors.config import TextList
from sidecar.web.admin.schema_form import (
    config_of,
    fields_of,
    missing,
    with_errors,
    with_typed,
    with_values,
)
from sidecar.web.catalogue import HIDDEN
from sidecar.web.errors import Detail


class Depth(StrEnum):
    """How deep to look."""

    FLAT = "flat"
    DEEP = "deep"


class Settings(BaseModel):
    """One of each."""

    address: str = Field(title="Address", description="Where it is.")
    token: SecretStr | None = Field(None, title="Token")
    pages: Annotated[int, Field(ge=1, le=500)] = 50
    pause: float | None = None
    deep: bool = False
    depth: Depth = Depth.FLAT
    maybe: Depth | None = None
    spaces: TextList = ()
    note: str = Field("", json_schema_extra={"multiline": True, "group": "More"})
    mapping: dict[str, str] = Field(default_factory=dict)
    either: int | str = 3


def form() -> Any:
    return with_values(fields_of(Settings.model_json_schema()), {})


def test_each_setting_has_the_field_that_fits() -> None:
    controls = {field.name: field.control for field in form()}
    assert controls == {
        "address": "text",
        "token": "secret",
        "pages": "number",
        "pause": "number",
        "deep": "switch",
        "depth": "choice",
        "maybe": "choice",
        "spaces": "list",
        "note": "long",
        "mapping": "json",
        "either": "json",
    }
    address, _, pages, *_ = form()
    assert (address.label, address.help, address.required) == ("Address", "Where it is.", True)
    assert (pages.least, pages.most, pages.value, pages.whole) == (1, 500, "50", True)
    assert [choice.value for choice in form()[5].choices] == ["flat", "deep"]
    assert form()[8].group == "More"


def test_what_was_typed_is_a_configuration() -> None:
    typed = {
        "config.address": " https://wiki.example ",
        "config.token": "geheim",
        "config.pages": "7",
        "config.pause": "0.5",
        "config.deep": "yes",
        "config.depth": "deep",
        "config.maybe": "",
        "config.spaces": "A\n\n B ",
        "config.note": "so",
        "config.mapping": '{"a": "b"}',
        "config.either": '"x"',
    }
    settings = Settings.model_validate(config_of(form(), typed))
    assert settings.address == "https://wiki.example"
    assert settings.token is not None
    assert settings.token.get_secret_value() == "geheim"
    assert (settings.pages, settings.pause, settings.deep, settings.depth) == (7, 0.5, True, Depth.DEEP)
    assert (settings.maybe, settings.spaces, settings.mapping) == (None, ("A", "B"), {"a": "b"})
    assert settings.either == "x"


def test_what_is_left_empty_is_the_default_even_if_it_was_something_before() -> None:
    fields = with_values(fields_of(Settings.model_json_schema()), {"address": "x", "pause": 3, "pages": 9})
    config = config_of(fields, {"config.address": "x"})
    assert (config["pause"], config["pages"], config["deep"], config["spaces"]) == (None, 50, False, [])


def test_a_secret_is_never_shown_and_stays_when_left_alone() -> None:
    fields = with_values(fields_of(Settings.model_json_schema()), {"address": "x", "token": "geheim"})
    assert "geheim" not in repr(fields)
    assert config_of(fields, {"config.address": "x"})["token"] == HIDDEN
    assert config_of(fields, {"config.address": "x", "config.token": "neu"})["token"] == "neu"
    again = with_typed(fields, {"config.address": "y", "config.token": "neu"})
    assert "neu" not in repr(again)
    assert again[0].value == "y"


def test_faults_stand_beside_their_fields() -> None:
    fields = with_errors(
        form(),
        [Detail(field="config.pages", message="Too many."), Detail(field="config.spaces.0", message="No.")],
    )
    assert {field.name: field.error for field in fields if field.error} == {
        "pages": "Too many.",
        "spaces": "No.",
    }
    assert [field.name for field in missing(form(), {})] == ["address"]


@pytest.mark.parametrize("entry", registry.described().values(), ids=lambda entry: entry.id)
def test_every_connector_has_a_form_that_explains_itself(entry: registry.Entry) -> None:
    assert entry.manifest is not None, entry.error
    fields = with_values(fields_of(entry.manifest.config_model.model_json_schema()), {})
    assert fields
    for field in fields:
        assert field.label
        assert field.help, f"{entry.id}.{field.name} has no description"
        assert field.control != "json", f"{entry.id}.{field.name} cannot be typed"
