"""Pages for anybody: what the neighbourhood is working on, without names."""
