"""Delivery: the same stored values as a web page, JSON and terminal text; imports no adapter."""
