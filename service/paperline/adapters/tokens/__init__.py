"""Token counters for the models that read our prompts."""
