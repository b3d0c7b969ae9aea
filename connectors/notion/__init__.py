"""Notion: its exports, as Markdown and CSV or as HTML."""
