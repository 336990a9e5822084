"""Pairs of one question: asked of an abstract that states the answer, and of the same abstract without that sentence."""
