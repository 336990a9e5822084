"""What the service tells of itself: events and metrics, for every part to use."""
