"""From a conversation to suggestions: reading, ranking, placeholders, learning."""
