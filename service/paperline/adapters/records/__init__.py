"""The record store over SQLAlchemy Core: SQLite in the data folder, the truth that everything else is rebuilt from."""

from __future__ import annotations

from paperline.adapters.records.store import SqlRecords

__all__ = ["SqlRecords"]
