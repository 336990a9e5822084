"""Indexes over passage vectors: Chroma for an archive, an exact one in memory as its oracle."""

from __future__ import annotations

from paperline.adapters.vector_index.chroma import ChromaVectorIndex
from paperline.adapters.vector_index.exact import ExactVectorIndex
from paperline.adapters.vector_index.lock import OwnerLock

__all__ = ["ChromaVectorIndex", "ExactVectorIndex", "OwnerLock"]
