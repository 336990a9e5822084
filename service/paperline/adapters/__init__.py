"""A folder per port, a vendor per module: foreign errors are translated here and nowhere else."""
