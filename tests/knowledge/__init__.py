"""The store and content preparation."""
