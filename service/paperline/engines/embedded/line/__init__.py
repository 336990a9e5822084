"""The line: what a paper offers and what came of it, in at most 30 words; candidates from its trees, ranked by readers' taste."""

from paperline.engines.embedded.line.writing import sentences_to_parse, write_line

__all__ = ["sentences_to_parse", "write_line"]
