"""The JSON of the API as pydantic models, one module per subject.

Unknown fields of a request are ignored, so an extension that is newer or older than the sidecar works.
"""
