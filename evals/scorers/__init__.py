"""Scorers: from a text and what people wrote to a number."""
