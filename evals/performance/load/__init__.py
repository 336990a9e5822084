"""A real server under load on loopback: run by hand."""
