"""Batches over OpenAI's Batch API: a file of requests goes up, a file of replies comes down within a day."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import httpx2
from openai import OpenAI, OpenAIError
from openai.types import Batch

from paperline.adapters.language_models.openai_chat.client import without_secrets
from paperline.adapters.language_models.openai_chat.dialect import Dialect
from paperline.adapters.language_models.openai_chat.outcomes import completion_of
from paperline.domain.errors import ModelFailed, ModelUnavailable
from paperline.ports import BatchState, BatchStatus, Completion, CompletionRequest

_PATH: Final = "/v1/chat/completions"
_TAG = "paperline"
_STATES = {
    "failed": BatchState.FAILED, "completed": BatchState.ENDED, "expired": BatchState.ENDED, "cancelled": BatchState.ENDED
}  # fmt: skip
_SECONDS = 120.0
_BATCHES_LOOKED_AT = 200
_MOST_LINE_CHARACTERS = 1_000_000
_MOST_FILE_BYTES = 512 * 1024 * 1024


class OpenAiBatches:
    """The batches of one model at one endpoint."""

    def __init__(self, client: OpenAI, name: str) -> None:
        """`client` carries address, key and time limits."""
        self.name = name
        self.endpoint = without_secrets(str(client.base_url))
        self._client = client
        self._dialect = Dialect(self.endpoint, name)

    def submit(self, requests: Mapping[str, CompletionRequest], tag: str) -> str:
        """The id of a new batch; nothing is tried twice here, for what is made twice is paid twice."""
        once = self._client.with_options(max_retries=0)
        with _translated("take the batch"):
            made = once.files.create(file=(f"{tag}.jsonl", io.BytesIO(self._lines(requests))), purpose="batch")
            batch = once.batches.create(
                input_file_id=made.id, endpoint=_PATH, completion_window="24h", metadata={_TAG: tag}
            )
            return _text(batch.id)

    def find(self, tag: str) -> str | None:
        """The id of the batch with that tag among the newest ones."""
        with _translated("list its batches"):
            for seen, batch in enumerate(self._client.batches.list(limit=100)):
                if (batch.metadata or {}).get(_TAG) == tag:
                    return _text(batch.id)
                if seen >= _BATCHES_LOOKED_AT:
                    break
        return None

    def status(self, batch_id: str) -> BatchStatus:
        """How far the batch is, as the endpoint counts it."""
        batch = self._batch(batch_id)
        counts = batch.request_counts
        done, failed, total = (counts.completed, counts.failed, counts.total) if counts else (0, 0, 0)
        return BatchStatus(_STATES.get(batch.status, BatchState.WORKING), done, failed, total, _reason(batch))

    def replies(self, batch_id: str) -> Iterator[tuple[str, Completion | None]]:
        """The replies in the order of the endpoint's files; a line that is none is passed over."""
        batch = self._batch(batch_id)
        for file_id in (batch.output_file_id, batch.error_file_id):
            for line in self._downloaded(file_id) if file_id else ():
                found = _read(line, self.name)
                if found is not None:
                    yield found

    def cancel(self, batch_id: str) -> None:
        """The batch is asked to end; one that has ended already stays as it is."""
        if self.status(batch_id).state is BatchState.WORKING:
            with _translated("cancel the batch"):
                self._client.batches.cancel(batch_id)

    def close(self) -> None:
        """The client is closed."""
        self._client.close()

    def _lines(self, requests: Mapping[str, CompletionRequest]) -> bytes:
        lines = (
            {"custom_id": name, "method": "POST", "url": _PATH, "body": self._dialect.body(request, streamed=False)}
            for name, request in requests.items()
        )
        return b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    def _batch(self, batch_id: str) -> Batch:
        with _translated("tell of the batch"):
            batch: object = self._client.batches.retrieve(batch_id)
            if not isinstance(batch, Batch) or not isinstance(getattr(batch, "status", None), str):
                raise TypeError("no batch")  # the client makes something of any reply
            return batch

    def _downloaded(self, file_id: str) -> Iterator[str]:
        """The lines of a file as they come."""
        received = 0
        with _translated("give the replies"), self._client.files.with_streaming_response.content(file_id) as response:
            for line in response.iter_lines():
                received += len(line)
                if received > _MOST_FILE_BYTES:
                    raise ValueError("too large")
                if line.strip() and len(line) <= _MOST_LINE_CHARACTERS:
                    yield line


def open_openai_batches(key: str | None, *, base_url: str | None, name: str) -> OpenAiBatches:
    """The batches of the model; nothing is sent before the first call."""
    http = httpx2.Client(timeout=httpx2.Timeout(_SECONDS, connect=5.0), follow_redirects=False)
    return OpenAiBatches(OpenAI(api_key=key or "none", base_url=base_url, max_retries=2, http_client=http), name)


def _read(line: str, model: str) -> tuple[str, Completion | None] | None:
    """A request's name and its reply; None where the line names no request."""
    try:
        document = json.loads(line)
        name, response = document["custom_id"], document.get("response")
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
    if not isinstance(name, str):
        return None
    if not isinstance(response, Mapping) or response.get("status_code") != 200:
        return name, None
    try:
        return name, completion_of(response.get("body"), model)
    except ModelFailed:
        return name, None


def _reason(batch: Batch) -> str | None:
    if batch.status not in {"failed", "expired", "cancelled"}:
        return None
    errors = batch.errors.data if batch.errors and batch.errors.data else []
    codes = sorted({error.code for error in errors if error.code and error.code.replace("_", "").isalnum()})
    return ", ".join([batch.status, *codes[:3]])


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("no id")
    return value


@contextmanager
def _translated(what: str) -> Iterator[None]:
    """Whatever the client raises is a ModelUnavailable that says what the endpoint would not do."""
    try:
        yield
    except (OpenAIError, httpx2.HTTPError, httpx2.StreamError, TypeError, AttributeError, ValueError) as error:
        status = getattr(error, "status_code", None)
        told = f"HTTP {status}" if status else type(error).__name__
        raise ModelUnavailable(f"The language model's endpoint does not {what} ({told}).") from error
