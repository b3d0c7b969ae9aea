"""The admin's pages: templates, static files, texts."""
