"""The words that every house shares: actor, event, refused, moments (no Django)."""
