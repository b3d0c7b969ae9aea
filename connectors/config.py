"""Types that the configurations of several connectors share."""

from __future__ import annotations

import inspect
import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from connectors.model import Audience
from connectors.parsing.fields import language_tag


def _split(value: Any) -> Any:
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[,\n]", value) if part.strip()]
    return () if value is None else value


def _absolute(path: Path) -> Path:
    # Not `resolve`: creating a configuration touches no disk, and where a link leads may change later.
    path = path.expanduser()
    return Path(os.path.normpath(path if path.is_absolute() else Path.cwd() / path))


def _language(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    tag = language_tag(value)
    if tag is None:
        raise ValueError("must be a language tag such as en, de or pt-BR")
    return tag


#: A tuple of strings that may also be given as one, parted by commas or line ends.
TextList = Annotated[tuple[str, ...], BeforeValidator(_split)]

#: A path on this machine; `~` is the home folder, a relative one starts where the program runs.
LocalPath = Annotated[Path, AfterValidator(_absolute), Field(json_schema_extra={"format": "path"})]

#: A BCP 47 language tag, or nothing to have the language detected.
Language = Annotated[str | None, BeforeValidator(_language)]

# The settings that nearly every source has, alike in every form.

#: Whether the content may be sent to customers, where the source does not say it itself.
AudienceSetting = Annotated[
    Audience, Field(title="Audience", description="Whether the content may be sent to customers.")
]

#: The language of the content, where the source does not say it itself.
LanguageSetting = Annotated[
    Language, Field(title="Language", description="Such as en or pt-BR; empty to have it detected.")
]

#: Who may see the content.
GroupsSetting = Annotated[
    TextList, Field(title="Groups", description="Who may see the content; empty means everyone.")
]


class SourceConfig(BaseModel):
    """Base of a configuration: a misspelt setting is refused; forms show first what a class adds itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        own_first = [name for kind in cls.__mro__ for name in inspect.get_annotations(kind)]
        for name in dict.fromkeys(own_first):
            if name in properties:
                properties[name] = properties.pop(name)
        return schema


class NetworkConfig(SourceConfig):
    """Base of the configuration of every source that is read over the network.

    `private_network` opens this machine's own network to the source: without it, the session refuses every
    address that is not on the public internet.
    """

    private_network: bool = Field(
        False,
        title="Own network",
        description="Allow addresses that are not on the public internet, such as an intranet wiki's.",
    )
