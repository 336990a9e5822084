"""Admission: which requests need a key, what a request shows of its sender, and how often a caller may come."""
