"""Names: what the paper calls its thing, and which words mean it."""
