"""Every error that Paperline raises on purpose.

PaperlineError
├── BadInput              what was sent cannot be used; sending it again cannot help
│   ├── BadSource         a file or body is not what it claims to be
│   ├── UnknownFormat     no parser carries that name, or none recognises the text
│   ├── BadText           a question or abstract is empty, too long or not text
│   ├── BadScope          a day, range or paper list that cannot be read
│   ├── BadCursor         a paging cursor that this store did not issue
│   ├── KeyReused         a key that named another request before
│   └── TooLarge          more bytes or items than the stated limit
├── Abandoned             whoever asked has left; what was being made is not finished
├── NotFound              well-formed, but not in the store
│   ├── PaperNotFound
│   ├── DayNotFound
│   ├── AnswerNotFound
│   ├── KeyNotFound
│   └── JobNotFound
├── JobFinished           a job that is done or failed can no longer be cancelled
├── StillAnswering        the same request, sent before, is not answered yet (a retry can help)
└── Unavailable           a part that is needed does not work now
    ├── StoreUnavailable  the data folder is read-only, full, damaged or of a newer release
    ├── StoreBusy         another process holds it (a retry can help)
    ├── QueueFull         as much work waits as may (a retry can help)
    ├── IndexUnavailable  the vector index is locked, foreign or damaged
    ├── EncoderUnavailable
    ├── EngineUnavailable the engine asked for is not configured
    ├── PromptUnavailable a prompt's file is missing, malformed or changed since its release
    ├── TracingUnavailable traces are asked for, and OpenTelemetry is not installed
    ├── SourceUnavailable a remote list cannot be fetched (a retry can help)
    └── ModelFailed       the language model gave nothing that can be used
        ├── ModelUnavailable  it cannot be reached or answers with an error (a retry can help)
        ├── FormatRefused     it does not take the reply format that was asked for
        ├── BudgetSpent       what may be spent is spent or reserved; nothing was sent
        ├── PriceUnknown      a budget is set and the model has no known price; nothing was sent
        ├── ModelRefused      it, or a filter before it, declined
        ├── ReplyTruncated    it stopped at its token limit
        └── ReplyUnreadable   its reply is empty, too long or not the JSON that was asked for
"""

from __future__ import annotations


class PaperlineError(Exception):
    """A fact in the reader's words: what was wrong, with which input, and what to do."""

    retryable = False


class BadInput(PaperlineError):
    """What was sent cannot be used."""


class BadSource(BadInput):
    """A file or body is not what it claims to be."""


class UnknownFormat(BadInput):
    """No parser carries that name, or none recognises the text."""


class BadText(BadInput):
    """A question or abstract is empty, too long or not text."""


class BadScope(BadInput):
    """A day, range or paper list cannot be read."""


class BadCursor(BadInput):
    """A paging cursor was not issued by this store."""


class KeyReused(BadInput):
    """A request's key named another request before."""


class TooLarge(BadInput):
    """More bytes or items than the stated limit."""


class Abandoned(PaperlineError):
    """Whoever asked has left."""


class NotFound(PaperlineError):
    """Well-formed, but not in the store."""


class PaperNotFound(NotFound):
    """No paper has that id or alias."""


class DayNotFound(NotFound):
    """No list of that day is stored."""


class AnswerNotFound(NotFound):
    """No answer has that id."""


class KeyNotFound(NotFound):
    """No key has that id."""


class JobNotFound(NotFound):
    """No job has that id, or none any longer."""


class JobFinished(PaperlineError):
    """A job that is done or failed can no longer be cancelled."""


class StillAnswering(PaperlineError):
    """The same request, sent before, is not answered yet."""

    retryable = True


class Unavailable(PaperlineError):
    """A part that is needed does not work now."""


class StoreUnavailable(Unavailable):
    """The data folder is read-only, full, damaged or written by a newer release."""


class StoreBusy(Unavailable):
    """Another process holds the data folder."""

    retryable = True


class QueueFull(Unavailable):
    """As much work waits as may."""

    retryable = True


class IndexUnavailable(Unavailable):
    """The vector index is locked, foreign or damaged; SQL still answers."""


class EncoderUnavailable(Unavailable):
    """The sentence encoder's files are missing or are not the pinned ones."""


class EngineUnavailable(Unavailable):
    """The engine asked for is not configured."""


class TracingUnavailable(Unavailable):
    """Traces are asked for and what sends them is not installed."""


class SourceUnavailable(Unavailable):
    """A remote list cannot be fetched now."""

    retryable = True


class PromptUnavailable(Unavailable):
    """A prompt's file is missing, malformed or was changed since its release."""


class ModelFailed(Unavailable):
    """The language model gave nothing that can be used; `unpaid` where the call provably cost nothing."""

    def __init__(self, message: str, *, unpaid: bool = False) -> None:
        super().__init__(message)
        self.unpaid = unpaid


class ModelUnavailable(ModelFailed):
    """The language model cannot be reached or answers with an error."""

    retryable = True


class FormatRefused(ModelFailed):
    """The language model's endpoint does not take the reply format that was asked for."""


class BudgetSpent(ModelFailed):
    """What may be spent on language models is spent or reserved; nothing was sent."""


class PriceUnknown(ModelFailed):
    """A budget is set and the model has no known price; nothing was sent."""


class ModelRefused(ModelFailed):
    """The language model, or a filter before it, declined."""


class ReplyTruncated(ModelFailed):
    """The language model stopped at its token limit."""


class ReplyUnreadable(ModelFailed):
    """The language model's reply is empty, too long or not the JSON that was asked for."""
