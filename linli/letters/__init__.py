"""What is to be said to whom, by wire or by voice, and what became of it."""
