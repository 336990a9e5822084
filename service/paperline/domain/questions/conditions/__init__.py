"""Conditions: what a list or count question asks of every paper, read from its words clause by clause."""
