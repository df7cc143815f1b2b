"""The demonstration community and its stories, built through actions only."""
