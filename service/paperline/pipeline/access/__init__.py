"""Access: keys, and whom the work at hand is done for."""
