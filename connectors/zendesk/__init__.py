"""Zendesk: macros of Support and articles of the help centre."""
