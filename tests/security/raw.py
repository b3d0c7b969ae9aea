"""Requests written byte by byte: what no well-behaved client would send."""

from __future__ import annotations

import asyncio
import json
from typing import Any


async def send(port: int, head: list[str], body: bytes = b"") -> tuple[int, dict[str, str], Any]:
    """Send a request line with headers; gives status, headers (lower case) and body of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        lines = [*head, "Connection: close", f"Content-Length: {len(body)}"]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()
        await writer.wait_closed()
    top, _, rest = answer.partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    is_json = headers.get("content-type", "").startswith("application/json")
    return int(first.split()[1]), headers, json.loads(rest) if is_json else rest.decode("utf-8", "replace")
