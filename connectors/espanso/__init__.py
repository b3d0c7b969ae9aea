"""Source: the matches of Espanso."""
