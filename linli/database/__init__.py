"""What differs between SQLite and PostgreSQL, in one place."""
