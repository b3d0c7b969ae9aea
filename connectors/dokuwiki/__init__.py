"""DokuWiki: the pages in its data folder, and their syntax."""
