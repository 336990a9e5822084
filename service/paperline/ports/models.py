"""Language models as the inside needs them: one structured call, and what may come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from paperline.domain.spending import PendingBatch


class ReplyFormat(StrEnum):
    """How an endpoint is told to reply in JSON: by the schema itself, as some object, or by the prompt's words alone."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """One call to a language model: what it is told, the JSON schema of its reply, and how long the reply may be.

    The schema is an object whose properties are all required; it holds no `maxLength`, `pattern`, `format` or `$ref`.
    Where the format is not `SCHEMA` it is no part of the call: whoever asks has written it into the prompt.
    Two requests of one `cache_key` ask the same, whatever was drawn at random for either: a reply to one may be given
    to the other. Without a key every reply is a new one.
    """

    system: str
    user: str
    schema_name: str
    schema: Mapping[str, object]
    most_output_tokens: int
    reply_format: ReplyFormat = ReplyFormat.SCHEMA
    cache_key: str | None = None


class Finish(StrEnum):
    """Why a language model stopped."""

    STOP = "stop"
    LENGTH = "length"
    FILTERED = "filtered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """The tokens of one call as the model counted them, and US dollars; `cached` of the prompt's tokens cost less.

    `estimated` where the model did not tell them: the call ended early, or the endpoint counts nothing.
    """

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    cost_usd: float = 0.0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """What a language model sent, unread: nothing of it has been checked. `model` is the one that answered."""

    text: str
    finish: Finish
    usage: TokenUsage
    model: str


Follow: TypeAlias = Callable[[str], None]
"""Is told each piece of a reply as it comes; what it raises ends the call and leaves `complete`."""


class LanguageModel(Protocol):
    """Completes a prompt in one structured call. Thread-safe: many threads may call at once."""

    @property
    def name(self) -> str:
        """The model that is asked."""

    @property
    def endpoint(self) -> str:
        """Where it is asked, without any secret: with the name it says what may be remembered of the model."""

    def complete(self, request: CompletionRequest, follow: Follow | None = None) -> Completion:
        """The model's reply; one cut off, filtered or refused is a reply too, for its tokens are paid.

        Where there is no reply, or one that cannot be told apart, a ModelFailed says why; no other error leaves but one
        that `follow` raised. FormatRefused means that the endpoint does not take the request's reply format.
        """

    def close(self) -> None:
        """No call is under way and every connection is closed."""


class BatchState(StrEnum):
    """What became of a batch: its replies are being made, can be had (perhaps not all), or it was never begun."""

    WORKING = "working"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """How far a batch is, in requests; `reason` says why it failed."""

    state: BatchState
    done: int
    failed: int
    total: int
    reason: str | None = None


class ModelBatches(Protocol):
    """Requests that a language model replies to within a day, for less money. Every method may raise ModelUnavailable."""

    @property
    def name(self) -> str:
        """The model that is asked."""

    @property
    def endpoint(self) -> str:
        """Where it is asked."""

    def submit(self, requests: Mapping[str, CompletionRequest], tag: str) -> str:
        """The id of a new batch of these requests, each under a name of the caller's; the tag finds it again."""

    def find(self, tag: str) -> str | None:
        """The id of the batch with that tag, where there is one: it may have been made though `submit` never returned."""

    def status(self, batch_id: str) -> BatchStatus:
        """How far the batch is."""

    def replies(self, batch_id: str) -> Iterator[tuple[str, Completion | None]]:
        """The replies of a batch that ended, by the requests' names; None where a request failed, which costs nothing."""

    def cancel(self, batch_id: str) -> None:
        """No further request of the batch is begun; the replies that were made can be had."""

    def close(self) -> None:
        """Every connection is closed."""


class PaidBatches(Protocol):
    """Batches within budgets, whose replies are kept where a later call of the same request finds them."""

    def submit(self, requests: Sequence[CompletionRequest]) -> int:
        """Those requests are on their way whose replies are neither kept nor awaited; how many those are.

        BudgetSpent or PriceUnknown before anything is sent; ModelUnavailable where the endpoint does not take them.
        """

    def pending(self) -> list[PendingBatch]:
        """The batches that are awaited, oldest first, also those that an earlier process sent."""

    def step(self, batch: PendingBatch) -> BatchStatus:
        """How far a batch is; the replies of one that ended are kept now, and it is awaited no more."""

    def keeps(self, request: CompletionRequest) -> bool:
        """Whether a reply to the request is kept."""
