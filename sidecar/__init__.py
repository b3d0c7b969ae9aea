"""The local server: pulls knowledge through connectors, keeps it, finds the answer that fits a ticket."""

#: The version of sidecar and extension; `pyproject.toml` takes it from here.
__version__ = "0.1.0"
