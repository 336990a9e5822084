"""What the database holds: its tables, how values become columns, and the full-text index."""
