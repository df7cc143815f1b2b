"""Pages for a party: what is on our table, by when; answer."""
