"""The one place that opens a Chroma client, with its telemetry off."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import chromadb
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings


def open_client(path: Path | str) -> Client:
    """A client that owns the folder; the environment and any .env file of the working folder are not asked."""
    try:
        settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
        return cast("Client", chromadb.PersistentClient(path, settings=settings))
    except BaseException:
        # A client that failed to start stays in Chroma's cache and would be handed out for this path again.
        SharedSystemClient._identifier_to_system.pop(str(path), None)  # noqa: SLF001
        raise
