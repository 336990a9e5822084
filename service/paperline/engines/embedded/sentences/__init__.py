"""Sentences as readers see them: which are worth claiming, and what each of them does."""
