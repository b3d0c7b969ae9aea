"""The kinds of sources this installation can read, and what a configuration of each must be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from connectors import registry
from connectors.contract import ConfigInvalid, Connector
from sidecar.sync.vault import is_reference
from sidecar.web.errors import ApiError, Code, Detail, describe
from sidecar.web.wire.sources import SourceTypeOut

#: Stands for a secret that is set, in everything that is shown.
HIDDEN = "********"


def source_types() -> list[SourceTypeOut]:
    """Return every kind of source, broken ones with their error. Imports them: not for the loop."""
    return [_type_out(entry) for entry in registry.described().values()]


def connector_class(type_id: str) -> type[Connector[Any]]:
    """Return the connector of a kind of source. Imports it: not for the loop.

    Raises:
        ApiError: there is no such kind, or it cannot be loaded.
    """
    known = registry.available()
    if type_id not in known:
        names = ", ".join(known)
        raise ApiError(
            Code.INVALID_REQUEST,
            f"There is no source type of that name. There are: {names}.",
            details=[Detail(field="type", message=f"Use one of: {names}.")],
        )
    try:
        return registry.load(type_id)
    except ConfigInvalid as error:
        raise ApiError(Code.UNAVAILABLE, str(error)) from error


def validated_config(model: type[BaseModel], config: Mapping[str, Any]) -> BaseModel:
    """Return a source's configuration, checked.

    Raises:
        ApiError: a key is unknown, missing or its value not usable; the details say which, and what there is.
    """
    unknown = [key for key in config if key not in known_keys(model)]
    if unknown:
        names = ", ".join(model.model_fields)
        raise ApiError(
            Code.INVALID_REQUEST,
            f"This source type has no such setting. Its settings: {names}.",
            details=[Detail(field=f"config.{key}"[:100], message=f"Use one of: {names}.") for key in unknown],
        )
    try:
        return model.model_validate(dict(config))
    except ValidationError as error:
        details = describe(error, "config.")
        said = "; ".join(f"{detail.field.removeprefix('config.')}: {detail.message}" for detail in details)
        raise ApiError(
            Code.INVALID_REQUEST, f"These settings of the source are not valid. {said}", details=details
        ) from None


def known_keys(model: type[BaseModel]) -> set[str]:
    """Return the names (and aliases) of a configuration's settings."""
    aliases = {field.alias for field in model.model_fields.values() if field.alias}
    return set(model.model_fields) | aliases


def shown(config: Mapping[str, Any], secrets: Collection[str]) -> dict[str, Any]:
    """Return a configuration with its secrets hidden."""
    return {
        key: HIDDEN if is_reference(value) or (key in secrets and value) else value
        for key, value in config.items()
    }


def _type_out(entry: registry.Entry) -> SourceTypeOut:
    manifest = entry.manifest
    return SourceTypeOut(
        id=entry.id,
        title=manifest.title if manifest else entry.id,
        summary=manifest.summary if manifest else "",
        docs_url=manifest.docs_url if manifest else None,
        settings=manifest.config_model.model_json_schema() if manifest else {},
        error=entry.error,
    )
