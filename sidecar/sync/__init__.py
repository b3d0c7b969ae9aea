"""Runs connectors: batches, checkpoints, the deletion guard, progress."""
