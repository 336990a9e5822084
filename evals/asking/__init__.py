"""Questions whose answers are known, and the papers they are asked of."""
