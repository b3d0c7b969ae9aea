"""Gorgias: macros."""
