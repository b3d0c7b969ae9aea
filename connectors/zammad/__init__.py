"""Zammad: text modules and answers of the knowledge base, by the API or from a table of text modules."""
