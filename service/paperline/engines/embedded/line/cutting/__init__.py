"""Cutting: a clause in fewer words, by whole subtrees of its tree, and back into the words of the abstract."""
