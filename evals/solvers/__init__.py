"""Solvers: from a paper to a text; ours, and the simple ones it has to beat."""
