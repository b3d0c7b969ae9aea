"""The settings of a source in a MySQL database, and its tables: from a dump, or from the server itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import Field, SecretStr, model_validator

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath, NetworkConfig
from connectors.contract import ConfigInvalid, Context
from connectors.model import Audience
from connectors.mysql import dump, live
from connectors.mysql.live import Encryption, Server
from connectors.mysql.tables import Tables, Wanted


class DatabaseConfig(NetworkConfig):
    """A dump of the helpdesk's database, or where the database runs."""

    path: LocalPath | None = Field(
        None,
        title="Dump",
        description="Written by mysqldump, mariadb-dump or phpMyAdmin; .gz, .bz2 and .xz are read, too. "
        "Empty to read the running database.",
    )
    host: str | None = Field(
        None, title="Database server", description="Its name or address, to read the running database."
    )
    port: int = Field(3306, ge=1, le=65535, title="Port", description="Of the database server.")
    database: str | None = Field(
        None, title="Database", description="Its name there, or in a dump of several."
    )
    user: str | None = Field(
        None, title="User", description="Of the database; the right to SELECT is enough."
    )
    password: SecretStr | None = Field(None, title="Password", description="Of that user.")
    encryption: Encryption = Field(
        Encryption.VERIFIED,
        title="Encryption",
        description="verified: by a certificate this machine trusts; unverified: by any; none: where the"
        " way to the server is safe, such as on one machine.",
    )
    prefix: str | None = Field(
        None, title="Table prefix", description="Where the tables of several are in one database."
    )
    address: str | None = Field(
        None, title="Address", description="Where agents open the helpdesk: for links to its answers."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.path is None) == (self.host is None):
            raise ValueError("give either a dump (path) or a database server (host)")
        if self.host is not None and not (self.database and self.user):
            raise ValueError("a database server needs the names of the database and of the user")
        return self

    def base(self) -> str | None:
        """Return the helpdesk's address without a slash at its end."""
        return self.address.rstrip("/") if self.address else None


async def tables(context: Context, config: DatabaseConfig, wanted: Sequence[Wanted], main: str) -> Tables:
    """Read the wanted tables of the helpdesk that the settings mean.

    Args:
        context: of the running connector.
        config: its settings.
        wanted: the tables, by their names without prefix.
        main: that of them without which it is not this helpdesk.

    Raises:
        SourceUnavailable: the dump or server cannot be read.
        ConfigInvalid: the settings cannot work.
    """
    if config.path is not None:
        found = await context.thread(dump.read, config.path, wanted, main)
        return found.chosen(config.database, config.prefix, config.path.name)
    server = await _server(context, config)
    found = await context.thread(live.read, server, wanted, main)
    return found.chosen(config.database, config.prefix, f"The database '{server.database}'")


async def _server(context: Context, config: DatabaseConfig) -> Server:
    host = config.host or ""
    if "/" in host or "@" in host:
        raise ConfigInvalid(f"'{host}' is no name or address of a server: give it alone, such as db.example.")
    shown = f"[{host}]" if ":" in host else host
    return Server(
        host=host,
        port=config.port,
        addresses=await context.http.resolve(f"https://{shown}:{config.port}/"),
        database=config.database or "",
        user=config.user or "",
        password=config.password.get_secret_value() if config.password else "",
        encryption=config.encryption,
    )
