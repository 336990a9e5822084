"""Answering without a model: the sentence that states what is asked, every paper judged for a list, or a refusal."""
