"""The commands, one group a file; whatever is heavy is imported when a command runs."""
