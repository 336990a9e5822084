"""What a framework adds to a language model's answer: ours beside LangChain's over the same passages and the same server."""
