"""A source that is read over HTTP, served from a thread of its own, well or badly."""

from __future__ import annotations

import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sidecar.conformance.worlds import World

#: For `HttpWorld.trouble`: take longer to answer than anybody waits.
SILENCE = 0
_SILENT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `headers` are by lower-case name, `query` has each name's values."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpWorld(World):
    """A world that answers requests in `respond`. Its connector's settings need `private_network`.

    Attributes:
        trouble: a status to answer everything with, or `SILENCE`; `None` to answer as it should.
        asked: the requests so far.
    """

    def __init__(self) -> None:
        self.trouble: int | None = None
        self.asked: list[Asked] = []
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @abstractmethod
    def respond(self, asked: Asked) -> Reply:
        """Answer a request as the real source would."""

    @property
    def address(self) -> str:
        """Where the source is, such as `http://127.0.0.1:4711`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def vanish(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def close(self) -> None:
        """Stop the server."""
        self._closing.set()
        self.vanish()
        self._thread.join()

    def answer(self, asked: Asked) -> Reply | None:
        """Return the answer to a request; `None` to say nothing at all."""
        self.asked.append(asked)
        if self.trouble is None:
            return self.respond(asked)
        if self.trouble == SILENCE:
            until = time.monotonic() + _SILENT_SECONDS
            while time.monotonic() < until and not self._closing.wait(0.1):
                pass
            return None
        return Reply("Something went wrong.", self.trouble, {"Content-Type": "text/plain"})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body are two writes: on a kept connection the second would wait for the client.
            disable_nagle_algorithm = True

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except (ConnectionError, TimeoutError):
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                """Print nothing."""

            def _serve(self) -> None:
                parts = urlsplit(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(
                    self.command, parts.path, parse_qs(parts.query), headers, self.rfile.read(length)
                )
                reply = world.answer(asked)
                if reply is None:
                    self.close_connection = True
                    return
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                # A world may have a clock of its own, and says what time it is.
                begin = self.send_response_only if "Date" in reply.headers else self.send_response
                begin(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

        serve: Callable[[Handler], None] = Handler._serve  # noqa: SLF001 - a class of this very function
        for method in ("GET", "HEAD", "POST", "PUT", "PROPFIND", "REPORT"):
            setattr(Handler, f"do_{method}", serve)
        return Handler
