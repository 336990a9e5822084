"""Settings: one frozen tree from PAPERLINE_* variables and .env."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_home() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415  (only where PAPERLINE_HOME is unset)

    return user_data_path("paperline", appauthor=False)


class Settings(BaseSettings):
    """Everything that can be set. Secrets never print."""

    model_config = SettingsConfigDict(env_prefix="PAPERLINE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=_default_home, description="The data folder.")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    embedder: Literal["minilm", "openai", "hashing"] = "minilm"
    embedding_model: str = "text-embedding-3-small"
    embedding_dimensions: int = Field(default=1536, ge=8, le=4096)
    encoder_threads: int = Field(default=2, ge=1, le=64)
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("PAPERLINE_OPENAI_API_KEY", "OPENAI_API_KEY")
    )
    openai_base_url: str | None = Field(
        default=None, validation_alias=AliasChoices("PAPERLINE_OPENAI_BASE_URL", "OPENAI_BASE_URL")
    )
    failed_sentences: Literal["held_back", "shown"] = Field(
        default="held_back", description="What becomes of a language model's sentences that fail a check."
    )
    live_timeout_seconds: float = Field(default=3.0, gt=0, le=60)
    max_body_bytes: int = Field(default=32 * 1024 * 1024, gt=0)
    max_question_characters: int = Field(default=2_000, gt=0)

    @cached_property
    def index_path(self) -> Path:
        """The folder of the rebuildable archive index."""
        return self.home / "index"
