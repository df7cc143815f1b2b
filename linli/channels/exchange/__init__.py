"""Reads the lists and spreadsheets of others."""
