"""Sources that are tables: any CSV by a mapping of its columns, and ready mappings of systems."""
