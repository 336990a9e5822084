"""Asking: which papers a question or a search is put to, how they are found, and the answer that is stored."""
