"""The stylesheets, scripts and pictures of the pages: read once, nothing secret among them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sidecar.web.extension_folder import extension_folder

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOR_EVER = "private, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file; `mark` changes with its content and is part of its address, so browsers may keep it."""

    media_type: str
    content: bytes
    mark: str

    @classmethod
    def read(cls, path: Path) -> Asset:
        """Read a file whose type is known."""
        content = path.read_bytes()
        return cls(_TYPES[path.suffix], content, hashlib.sha256(content).hexdigest()[:12])


ASSETS: web.AppKey[dict[str, Asset]] = web.AppKey("assets", dict)


def read_assets() -> dict[str, Asset]:
    """Read all files by name; the tokens of the looks are the extension's own."""
    paths = [path for path in _STATIC.rglob("*") if path.suffix in _TYPES]
    if (extension := extension_folder()) is not None:
        paths.append(extension / "shared" / "tokens.css")
    return {path.name: Asset.read(path) for path in paths if path.is_file()}


def addresses(assets: dict[str, Asset]) -> dict[str, str]:
    """Return the address of each file."""
    return {name: f"/static/{name}?{asset.mark}" for name, asset in assets.items()}


async def static_file(request: web.Request) -> web.Response:
    """Answer one file."""
    found = request.app[ASSETS].get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    kept = {"Cache-Control": _FOR_EVER} if request.query_string == found.mark else {}
    return web.Response(body=found.content, content_type=found.media_type, charset="utf-8", headers=kept)
