"""Recordings of what a connector and its service said to each other, made to be sent in and replayed."""
