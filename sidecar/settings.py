"""Where this installation keeps its data, and the few settings that must be known before the data is opened.

Order, first wins: the command line, the environment, `settings.toml` in the data folder, the default.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

#: The port the extension tries first. Any free number would do; it has to be the same everywhere.
DEFAULT_PORT = 8377


class SettingsError(Exception):
    """The settings cannot be used; the message says which file or variable to correct."""


class FileSettings(BaseModel):
    """What `settings.toml` may say. `database_url` is an SQLAlchemy URL, for a team's PostgreSQL."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str | None = None


class Settings(BaseModel):
    """What must be known to start. `database` is an SQLAlchemy URL or the path of an SQLite file."""

    model_config = ConfigDict(frozen=True)

    data_dir: Path
    database: str | Path


def data_folder(told: Path | None = None) -> Path:
    """Return the data folder, absolute: `told`, else `CUECARD_DATA_DIR`, else the platform's own."""
    chosen = (
        told or os.environ.get("CUECARD_DATA_DIR") or platformdirs.user_data_path("cuecard", appauthor=False)
    )
    return Path(chosen).expanduser().absolute()


def load_settings(data_dir: Path) -> Settings:
    """Read the settings of a data folder (which need not exist yet).

    Raises:
        SettingsError: `settings.toml` cannot be read or says something unknown.
    """
    in_file = _read_file(data_dir / "settings.toml")
    url = os.environ.get("CUECARD_DATABASE_URL") or in_file.database_url
    return Settings(data_dir=data_dir, database=url or data_dir / "cuecard.sqlite3")


def _read_file(path: Path) -> FileSettings:
    try:
        return FileSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):  # a folder that is a file is explained by who makes it
        return FileSettings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}. Correct or remove it.") from error
    except ValidationError as error:
        fields = ", ".join(".".join(str(part) for part in item["loc"]) for item in error.errors())
        raise SettingsError(f"{path}: these settings are unknown or not valid: {fields}.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}.") from error
