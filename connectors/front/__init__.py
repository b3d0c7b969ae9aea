"""Front: message templates, articles of its knowledge bases."""
