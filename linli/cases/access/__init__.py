"""The one door from an id or a secret in a request to a case, and what may be seen through it."""
