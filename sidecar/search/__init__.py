"""Text analysis, the Tantivy index, queries, ranking and excerpts."""
