"""The engine that needs nothing: selects, shortens and checks the paper's own sentences."""
