"""Representations: the formats that a path answers in, and how one is chosen."""
