"""Replies of language models in SQL, so that the same thing is not paid for twice, nor is finding the format they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from paperline.adapters.records.schema import tables
from paperline.ports import Completion, Finish, ReplyFormat, TokenUsage

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_STORED = tables.replies.c
# Built once: these run with every paid call, and building a statement costs more than running it.
_KEPT = _STORED.key == bindparam("kept_as")
_INSERT = insert(tables.replies)
_DELETE = delete(tables.replies).where(_KEPT)
_PRUNE = delete(tables.replies).where(_STORED.stored_at < bindparam("before"))
_GET = select(
    _STORED.text, _STORED.finish, _STORED.model, _STORED.prompt_tokens, _STORED.completion_tokens, _STORED.cached_tokens
).where(_KEPT)
_FORMATS = tables.model_formats.c
_OF_MODEL = (_FORMATS.endpoint == bindparam("at")) & (_FORMATS.model == bindparam("of"))
_FORGET = delete(tables.model_formats).where(_OF_MODEL)
_FORMAT = select(_FORMATS.format).where(_OF_MODEL, _FORMATS.found_at >= bindparam("since"))


class SqlReplyRecords:
    """Replies within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, key: str, completion: Completion, now: datetime) -> None:
        """The reply is kept under the key, in place of an earlier one."""
        usage = completion.usage
        row = {
            "key": key, "text": completion.text, "finish": completion.finish.value, "model": completion.model,
            "prompt_tokens": usage.prompt, "cached_tokens": usage.cached, "completion_tokens": usage.completion,
            "stored_at": now,
        }  # fmt: skip
        self._connection.execute(_DELETE, {"kept_as": key})
        self._connection.execute(_INSERT, row)

    def get(self, key: str) -> Completion | None:
        """The reply that is kept under the key, with the tokens that it took then and without their cost."""
        row = self._connection.execute(_GET, {"kept_as": key}).first()
        if row is None:
            return None
        text, finish, model, prompt, completion, cached = row
        return Completion(text, Finish(finish), TokenUsage(prompt, completion, cached), model)

    def prune(self, before: datetime) -> int:
        """Replies that were stored before then are gone; how many there were."""
        return self._connection.execute(_PRUNE, {"before": before}).rowcount

    def put_format(self, endpoint: str, model: str, found: ReplyFormat, now: datetime) -> None:
        """The format is the one to ask the model for, in place of an earlier one."""
        row = {"endpoint": endpoint, "model": model, "format": found.value, "found_at": now}
        self._connection.execute(_FORGET, {"at": endpoint, "of": model})
        self._connection.execute(insert(tables.model_formats), row)

    def format_of(self, endpoint: str, model: str, *, since: datetime) -> ReplyFormat | None:
        """The format to ask the model for, where it was found since then and is one that is known here."""
        kept = self._connection.execute(_FORMAT, {"at": endpoint, "of": model, "since": since}).scalar()
        return next((one for one in ReplyFormat if one.value == kept), None)
