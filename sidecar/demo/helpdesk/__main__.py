"""`python -m sidecar.demo.helpdesk`: serve the sample helpdesk alone and print its address."""

from __future__ import annotations

import asyncio
import contextlib
import sys

from sidecar.demo.helpdesk.server import serving


async def _serve(port: int) -> None:
    async with serving(port) as address:
        print(address, flush=True)  # noqa: T201 - this is the command's output
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
