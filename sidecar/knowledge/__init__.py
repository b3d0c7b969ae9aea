"""Documents, their versions and trust; the store and its migrations."""
