"""The HTTP face of the sidecar: API, admin pages, guards."""
