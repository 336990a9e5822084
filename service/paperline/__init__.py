"""Paperline: one line per paper, every sentence tied to its evidence."""

__version__ = "0.1.0"
