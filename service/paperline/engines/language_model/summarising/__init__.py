"""Summarising with a language model: one call a paper, every statement tied to sentences of the store and checked."""
