"""Pictures: the day as a map and the days as bars, as values that templates draw."""
