"""Carries letters out and brings replies in."""
