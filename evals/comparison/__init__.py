"""Blind comparison: readers judge pairs without knowing whose line is which."""
