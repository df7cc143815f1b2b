"""Photographs, recordings and films: checked, cleaned, stored; none has an address of its own."""
