"""Commands that make the packaged weights, each from labelled data, a seed and nothing else."""
