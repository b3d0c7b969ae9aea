"""Confluence: space exports as XML (versions 3 to 8) and as HTML."""
