"""OpenAI's chat completions, and the many endpoints that speak like them: vLLM, Ollama, llama.cpp, LM Studio and others."""

from paperline.adapters.language_models.openai_chat.model import OpenAiLanguageModel, open_openai_model

__all__ = ["OpenAiLanguageModel", "open_openai_model"]
