"""Pages for whoever lives here: say it, see where it stands, say whether it is really solved."""
