"""Statements: what a single sentence says, of whom, and in which words."""
