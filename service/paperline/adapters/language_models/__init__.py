"""Language models behind the port of that name."""
