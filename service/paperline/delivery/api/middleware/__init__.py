"""What surrounds every request, as pure ASGI, one concern per file."""
