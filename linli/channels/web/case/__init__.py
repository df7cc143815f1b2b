"""One case, for those who carry it: what it is, whose move it is, and every step."""
