"""Counts, each with what it counts; reads everything, changes nothing."""
