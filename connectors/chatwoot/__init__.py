"""Chatwoot: canned responses and articles of the help centres."""
