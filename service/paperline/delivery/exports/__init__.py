"""Stored papers and answers in the formats that other tools read; hostile text stays text in each."""
