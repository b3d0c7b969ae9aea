"""The helpdesks that the team's admins declared."""

from __future__ import annotations

from sidecar.web.wire.adapter import AdapterIn
from sidecar.web.wire.base import Outgoing


class HelpdeskList(Outgoing):
    """The adapters that hold before the extension's own, by their ids."""

    helpdesks: list[AdapterIn]
