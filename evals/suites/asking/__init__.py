"""Suites of questions: what is found, what is answered, what is refused, and how sure of it the answers are."""
