"""Remembers every fact in an order that nobody can quietly change."""
