"""Intercom: macros, articles of its help centres, internal articles."""
