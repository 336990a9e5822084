"""The HTTP API: DESIGN 5.2 over the services that bootstrap composes."""
