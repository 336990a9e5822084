"""The Python client of a Paperline server: `PaperlineClient` and `AsyncPaperlineClient`, with the domain's own values.

from paperline.client import PaperlineClient

with PaperlineClient("http://127.0.0.1:8000") as papers:
    print(papers.ask("How many bits per element does a Bloom filter need?").text)
"""

from __future__ import annotations

from paperline.client.blocking import PaperlineClient
from paperline.client.concurrent import AsyncPaperlineClient
from paperline.client.errors import ClientError, JobUnfinished, OffendingField, Refused, Unreachable, Unreadable
from paperline.client.retrying import Retrying
from paperline.client.values import (
    AnswerEvent,
    AnswerGiven,
    BatchResult,
    DayPage,
    EvidenceFound,
    Job,
    PaperText,
    ScopeRead,
    SearchHit,
    SearchPage,
    SentenceWritten,
)
from paperline.domain.scopes import Scope

__all__ = [
    "AnswerEvent",
    "AnswerGiven",
    "AsyncPaperlineClient",
    "BatchResult",
    "ClientError",
    "DayPage",
    "EvidenceFound",
    "Job",
    "JobUnfinished",
    "OffendingField",
    "PaperText",
    "PaperlineClient",
    "Refused",
    "Retrying",
    "Scope",
    "ScopeRead",
    "SearchHit",
    "SearchPage",
    "SentenceWritten",
    "Unreachable",
    "Unreadable",
]
