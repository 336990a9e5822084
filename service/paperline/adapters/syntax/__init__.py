"""Parsers of English."""
