"""Pages, by who stands there."""
