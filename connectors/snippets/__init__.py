"""What the sources share that are collections of a text expander's snippets."""
