"""The sockets: loopback only, IPv4 and (where the machine has it) IPv6, on the same port.

A port that is taken is explained: by which program, and whether that is a Cuecard.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys

import psutil

from sidecar.settings import DEFAULT_PORT

#: How many ports after the usual one are tried before any free one will do.
NEXT_PORTS = 20


class PortTaken(Exception):  # noqa: N818 - named for what it says to the user
    """The port that was asked for is in use; the message says by whom."""


def open_sockets(port: int | None) -> list[socket.socket]:
    """Return listening sockets on the loopback addresses, all of one port.

    Args:
        port: The port; 0 for any free one; `None` for the usual one, else the next free.

    Raises:
        PortTaken: `port` was told and is in use.
    """
    if port is not None:
        try:
            return _bind_both(port)
        except OSError as error:
            raise PortTaken(explain_taken(port, error)) from error
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + NEXT_PORTS):
        try:
            return _bind_both(candidate)
        except OSError:
            continue
    return _bind_both(0)


def port_of(sockets: list[socket.socket]) -> int:
    """Return the port the sockets share."""
    return int(sockets[0].getsockname()[1])


def explain_taken(port: int, error: OSError | None = None) -> str:
    """Return who has a port and what to do about it."""
    if isinstance(error, PermissionError):
        return f"Port {port} needs more rights than this account has. Choose one over 1023 with --port."
    if version := cuecard_on(port):
        who = f"another Cuecard ({version})"
    else:
        who = _program_on(port) or "another program"
    return f"Port {port} is taken by {who}. Stop it, or choose another port with --port."


def cuecard_on(port: int) -> str | None:
    """Return the version of the Cuecard that answers on a port, `None` if none does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/v1/health")
        told = json.loads(connection.getresponse().read(4096))
        return str(told["version"]) if told["name"] == "cuecard" else None
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return None
    finally:
        connection.close()


def _bind_both(port: int) -> list[socket.socket]:
    first = _bind(socket.AF_INET, "127.0.0.1", port)
    try:
        second = _bind_ipv6(first.getsockname()[1])
    except OSError:
        first.close()
        raise
    return [first] if second is None else [first, second]


def _bind_ipv6(port: int) -> socket.socket | None:
    """Return a socket on ::1, or `None` where the machine has no IPv6 loopback."""
    if not socket.has_ipv6:
        return None
    probe = None
    try:
        probe = _bind(socket.AF_INET6, "::1", 0)
    except OSError:
        return None
    finally:
        if probe is not None:
            probe.close()
    return _bind(socket.AF_INET6, "::1", port)


def _bind(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # SO_REUSEADDR lets another program on Windows take over a port that is in use.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((address, port))
        # Listening at once makes a second starter fail here, not later.
        sock.listen(128)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


def _program_on(port: int) -> str | None:
    """Return name and pid of the program that listens on a port, where the system tells."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except (psutil.Error, OSError):
        return None  # macOS shows other programs' connections to root alone
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port:
            if connection.pid is None:
                return "a program of another user"
            try:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
            except psutil.Error:
                return f"a program with pid {connection.pid}"
    return None
