"""How papers and sentences are scored: vectors, BM25 and their fusion; the part of the domain that uses numpy."""
