"""What language models cost: prices by a dated table, budgets, and the meter that stands before every call."""
