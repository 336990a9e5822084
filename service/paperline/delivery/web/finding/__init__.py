"""What the pages of search and of similar papers say of a hit: which words fit, why it is alike, what else to look for."""
