"""Freshdesk: canned responses, and the solutions of its knowledge base."""
