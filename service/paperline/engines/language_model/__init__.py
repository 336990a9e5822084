"""The engine over a language model: one call, and nothing of its reply is passed on unchecked."""
