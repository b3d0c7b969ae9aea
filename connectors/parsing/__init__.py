"""Pure functions that read files: bytes in, title, text and stated fields out. No connector, no host."""
