"""Pages for the street office: what came up, what is late."""
