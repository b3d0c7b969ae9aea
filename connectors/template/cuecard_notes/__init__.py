"""Reads the notes of a notes server."""
