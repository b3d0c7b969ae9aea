"""Source: the snippets of TextExpander."""
