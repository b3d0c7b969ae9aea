"""FreeScout's saved replies, through its database or a dump of it."""
