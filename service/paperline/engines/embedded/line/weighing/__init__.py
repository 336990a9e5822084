"""Weighing: which of the ways to put a half of the line is wanted most: by readers' grades, by blind pairs, and by lines that readers wrote."""
