"""`python -m sidecar` is `cuecard`."""

from __future__ import annotations

from sidecar.cli import main

if __name__ == "__main__":
    main()
