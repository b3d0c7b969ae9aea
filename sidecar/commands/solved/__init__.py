"""Reads exports of solved tickets: what a customer asked first, and what an agent answered in public."""
