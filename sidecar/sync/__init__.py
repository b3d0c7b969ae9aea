"""Runs connectors: batches, checkpoints, the deletion guard, progress.

Use it through `sidecar.sync.host.Host`; what it reports is in `summary` and `progress`.
"""
