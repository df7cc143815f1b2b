"""Pages for the steward of an entrance."""
