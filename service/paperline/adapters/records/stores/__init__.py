"""The records of each kind within one transaction: SQL in, domain values out."""
