"""Embedders: MiniLM by ONNX, an OpenAI-compatible endpoint, and hashed words for tests."""
