"""Settings: one frozen tree from PAPERLINE_* variables and .env."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from paperline.domain.errors import BadInput
from paperline.domain.keys import Rate, read_rate


def _default_home() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415  (only where PAPERLINE_HOME is unset)

    return user_data_path("paperline", appauthor=False)


def _read_rate(value: object) -> object:
    try:
        return read_rate(value) if isinstance(value, str) else value
    except BadInput as error:
        raise ValueError(str(error)) from None


RateSetting: TypeAlias = Annotated[Rate, NoDecode, BeforeValidator(_read_rate)]


class Settings(BaseSettings):
    """Everything that can be set. Secrets never print."""

    model_config = SettingsConfigDict(env_prefix="PAPERLINE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=_default_home, description="The data folder.")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    access: Literal["auto", "keys", "open"] = Field(
        default="auto",
        description="Who may use the server: `keys` only holders of a key, `open` whoever reaches it, `auto` the one or "
        "the other by whether other machines can reach it.",
    )
    key: SecretStr | None = Field(
        default=None, description="The key that commands show to the server which owns the data folder."
    )
    key_rate: RateSetting = Field(default=Rate(600, 60), description="Requests of a key that has no rate of its own.")
    address_rate: RateSetting = Field(default=Rate(1_200, 60), description="Requests of one address.")
    concurrency: int = Field(default=16, ge=1, description="Requests of one caller at the same time.")
    access_log: Literal["on", "with_address", "off"] = Field(
        default="on", description="Whether every request is a line on standard error, and whether it tells the address."
    )
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
    engine: Literal["auto", "embedded", "llm"] = Field(
        default="auto",
        description="What `auto` means to callers: the language model where one is set up, or always one of the two.",
    )
    model: str | None = Field(
        default=None,
        description="The language model; else OpenAI's default, or the first that the base address offers.",
    )
    model_calls_at_once: int = Field(default=16, ge=1, le=256)
    model_timeout_seconds: float = Field(default=60.0, gt=0, le=900)
    budget_day_usd: Decimal | None = Field(
        default=Decimal("1.00"), ge=0, description="What calls to language models may cost a UTC day; `none`: anything."
    )
    budget_run_usd: Decimal | None = Field(
        default=None, ge=0, description="What the calls of one command, or of one server, may cost; `none`: anything."
    )
    replies_days: int | None = Field(
        default=180,
        ge=1,
        description="For how many days a reply is kept, so that it is not paid for again; `none`: for good.",
    )
    prices: Path | None = Field(
        default=None, description="A file of prices that go before the packaged ones, of the same shape."
    )
    failed_sentences: Literal["held_back", "shown"] = Field(
        default="held_back", description="What becomes of a language model's sentences that fail a check."
    )
    live_timeout_seconds: float = Field(default=3.0, gt=0, le=60)
    max_body_bytes: int = Field(default=32 * 1024 * 1024, gt=0)
    max_question_characters: int = Field(default=2_000, gt=0)

    @field_validator("budget_day_usd", "budget_run_usd", "replies_days", mode="before")
    @classmethod
    def _none_is_no_budget(cls, value: object) -> object:
        return None if isinstance(value, str) and value.strip().lower() == "none" else value

    @property
    def has_language_model(self) -> bool:
        """Whether there is an endpoint whose language model may be asked."""
        return self.engine != "embedded" and bool(self.openai_api_key or self.openai_base_url)

    @cached_property
    def is_private(self) -> bool:
        """True where the host is this machine only."""
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return self.host == "localhost"

    @cached_property
    def needs_keys(self) -> bool:
        """True where only holders of a key are served."""
        return self.access == "keys" or (self.access == "auto" and not self.is_private)

    @cached_property
    def index_path(self) -> Path:
        """The folder of the rebuildable archive index."""
        return self.home / "index"
