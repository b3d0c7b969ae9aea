"""Guru: cards with their verification."""
