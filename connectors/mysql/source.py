"""The settings of sources in a MySQL database, and their tables: from a dump, or from the server itself."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, SecretStr

from connectors.config import (
    AudienceSetting,
    GroupsSetting,
    LanguageSetting,
    LocalPath,
    NetworkConfig,
    SourceConfig,
)
from connectors.contract import ConfigInvalid, Context
from connectors.model import Audience
from connectors.mysql import dump, live
from connectors.mysql.live import Encryption, Server
from connectors.mysql.tables import Tables, Wanted


class HelpdeskConfig(SourceConfig):
    """What the database of a helpdesk does not say."""

    prefix: str | None = Field(
        None,
        title="Table prefix",
        description="Such as ost_; only needed where several helpdesks share one database.",
    )
    address: str | None = Field(
        None,
        title="Address",
        description="Where agents open the helpdesk, such as https://desk.example: for links to its answers.",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()

    def base(self) -> str | None:
        """Return the helpdesk's address without a slash at its end."""
        return self.address.rstrip("/") if self.address else None


class DumpConfig(HelpdeskConfig):
    """Which dump."""

    path: LocalPath = Field(
        title="Dump",
        description="Written by mysqldump, mariadb-dump or phpMyAdmin; .gz, .bz2 and .xz are read, too.",
    )
    database: str | None = Field(
        None, title="Database", description="Its name, where the dump is of several."
    )


class ServerConfig(HelpdeskConfig, NetworkConfig):
    """Which database of which server, and how to be let in."""

    host: str = Field(title="Database server", description="Its name or address, such as db.example.")
    port: int = Field(3306, ge=1, le=65535, title="Port", description="Of the database server.")
    database: str = Field(title="Database", description="Its name there.")
    user: str = Field(title="User", description="Of the database; the right to SELECT is enough.")
    password: SecretStr = Field(title="Password", description="Of that user.")
    encryption: Encryption = Field(
        Encryption.VERIFIED,
        title="Encryption",
        description="verified: by a certificate this machine trusts; unverified: by any; none: where the"
        " way to the server is safe, such as on one machine.",
    )


async def tables(
    context: Context, config: DumpConfig | ServerConfig, wanted: Sequence[Wanted], main: str
) -> Tables:
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
    if isinstance(config, DumpConfig):
        found = await context.thread(dump.read, config.path, wanted, main)
        return found.chosen(config.database, config.prefix, config.path.name)
    server = await _server(context, config)
    found = await context.thread(live.read, server, wanted, main)
    return found.chosen(config.database, config.prefix, f"The database '{server.database}'")


async def _server(context: Context, config: ServerConfig) -> Server:
    host = config.host.strip()
    if not host or "/" in host or "@" in host:
        raise ConfigInvalid(f"'{host}' is no name or address of a server: give it alone, such as db.example.")
    shown = f"[{host}]" if ":" in host else host
    return Server(
        host=host,
        port=config.port,
        addresses=await context.http.resolve(f"https://{shown}:{config.port}/"),
        database=config.database,
        user=config.user,
        password=config.password.get_secret_value(),
        encryption=config.encryption,
    )
