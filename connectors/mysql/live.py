"""The tables of a running MySQL or MariaDB server, where the driver `pymysql` is installed.

Nothing but SELECT is sent, in one read-only transaction over one snapshot.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from connectors.contract import ConfigInvalid, ConnectorError, SourceUnavailable
from connectors.mysql.charsets import mended, text_of
from connectors.mysql.tables import TOO_LONG, Found, Wanted, prefix_of
from connectors.mysql.values import LONGEST

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SECONDS = 20.0
#: MySQL's and MariaDB's numbers of errors that say that the settings are wrong.
_REFUSED = {1044, 1045, 1049, 1130, 1142, 1143, 1698, 4151}
_NO_TLS = 2026


class Encryption(StrEnum):
    """How the way to the server is kept from others."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a database is and how to be let in. `addresses` are those under which `host` may be reached."""

    host: str
    port: int
    addresses: tuple[str, ...]
    database: str
    user: str
    password: str = field(repr=False)
    encryption: Encryption


def read(server: Server, wanted: Sequence[Wanted], main: str) -> Found:
    """Read the wanted tables. It blocks: call it in a thread.

    Raises:
        ConfigInvalid: the driver is missing, or the server refuses the account.
        SourceUnavailable: the server cannot be reached.
    """
    try:
        import pymysql
        import sqlalchemy
    except ImportError:
        raise ConfigInvalid(
            "Reading a running database needs its driver: install Cuecard with `cuecard[mysql]`,"
            " or give a dump."
        ) from None
    engine = sqlalchemy.create_engine(
        "mysql+pymysql://", creator=lambda: _connected(server), poolclass=sqlalchemy.NullPool
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT")
            return _tables(connection, server.database, wanted, main)
    except sqlalchemy.exc.DBAPIError as error:
        raise _trouble(server, error.orig) from None
    except (pymysql.err.Error, OSError) as error:
        raise _trouble(server, error) from None
    finally:
        engine.dispose()


def _connected(server: Server) -> Any:
    """Connect to an address that was looked up and allowed: the name is not looked up again."""
    import pymysql

    connection = pymysql.connections.Connection(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        database=server.database,
        charset="utf8mb4",
        read_timeout=_SECONDS * 3,
        write_timeout=_SECONDS,
        local_infile=False,
        defer_connect=True,
        **_tls(server.encryption),
    )
    connection.connect(_socket(server))
    return connection


def _socket(server: Server) -> socket.socket:
    trouble: OSError | None = None
    for address in server.addresses:
        try:
            return socket.create_connection((address, server.port), _SECONDS)
        except OSError as error:
            trouble = error
    raise trouble or OSError("it has no address")


def _tls(encryption: Encryption) -> dict[str, Any]:
    if encryption is Encryption.NONE:
        return {"ssl_disabled": True}
    context = ssl.create_default_context()
    if encryption is Encryption.UNVERIFIED:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return {"ssl": context}


def _tables(connection: Connection, database: str, wanted: Sequence[Wanted], main: str) -> Found:
    from sqlalchemy import column, select, table, text

    found = Found(main)
    columns = text(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
    )
    there: dict[str, list[str]] = {}
    for name, said in connection.execute(columns):
        there.setdefault(str(name), []).append(str(said))
    for one in wanted:
        for name, said in there.items():
            prefix = next((prefix for prefix, fits in prefix_of(name, [one]) if fits is one), None)
            names = [key for key in said if key.lower() in one.columns]
            if prefix is None or not names:
                continue
            rows = found.table(database, prefix, one.name)
            query: Any = select(*(column(key) for key in names)).select_from(table(name))
            keep = one.keep(found.sets[database, prefix]) if one.keep else None
            for row in connection.execution_options(stream_results=True).execute(query):
                kept = {key.lower(): _text(value) for key, value in zip(names, row, strict=True)}
                if keep is None or keep(kept):
                    rows.append(kept)
    return found


def _text(value: Any) -> Any:
    """Return a value as a dump would give it."""
    if value is None:
        return None
    said = text_of(value, "utf8mb4") if isinstance(value, bytes) else mended(str(value))
    return TOO_LONG if len(said) > LONGEST else said


def _trouble(server: Server, error: BaseException | None) -> ConnectorError:
    number = error.args[0] if error is not None and error.args else None
    place = f"{server.host}:{server.port}"
    if number in _REFUSED:
        said = str(error.args[1]) if error is not None and len(error.args) > 1 else "access denied"
        return ConfigInvalid(f"{place} refuses: {said}. Correct the account, and grant it SELECT.")
    cause = getattr(error, "original_exception", error)
    if isinstance(cause, ssl.SSLError) or number == _NO_TLS:
        return ConfigInvalid(
            f"{place} offers no encryption that can be trusted: give it a certificate of an authority that"
            " this machine knows, or choose another encryption where the way to it is safe."
        )
    return SourceUnavailable(
        f"{place} cannot be reached ({type(cause).__name__}): check that the database runs and this machine"
        " may connect to it."
    )
