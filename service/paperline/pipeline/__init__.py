"""Use cases, one per file; they see ports and the domain only."""
