"""One module per source of knowledge, over the small contract in `connectors.contract`.

Connectors read; they know nothing of the sidecar that runs them.
"""
