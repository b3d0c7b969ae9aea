"""Source: the snippets of Text Blaze."""
