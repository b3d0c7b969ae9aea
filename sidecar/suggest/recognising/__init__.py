"""Tells from what an agent wrote which of the known answers it was: by its text, or by a link to it."""
