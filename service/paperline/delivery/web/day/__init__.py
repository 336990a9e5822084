"""The page of a day: what its address asks for, what of the day is shown, and what is said where nothing can be."""
