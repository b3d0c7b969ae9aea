"""MediaWiki: its XML dumps, and the wikitext in them."""
