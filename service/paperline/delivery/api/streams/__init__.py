"""What is told while it happens, as server-sent events that end with the server."""
