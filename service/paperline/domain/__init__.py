"""Values and rules of Paperline: pure, without I/O, clock, randomness or vendor."""
