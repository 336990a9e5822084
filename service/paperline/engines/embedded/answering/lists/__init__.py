"""Lists: every paper in scope judged by the condition of a list or count question."""
