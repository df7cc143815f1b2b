"""Whose move it is: what is owed, by which party and person, by when, and whom to ask next if they stay silent."""
