"""What Schemathesis must know of this API: media types it cannot read by itself, and which refusals are right."""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig

# Rules that no schema tells: a value of the right shape may still be refused, but only as one of these.
REFUSALS = {
    "key-reused",
    "bad-cursor",  # was not issued here
    "bad-scope",  # ends before it starts, or a day beside a range
    "bad-source",  # holds no papers
    "bad-text",  # holds no word
    "unknown-format",
}
RULES = (
    "Give exactly one of day, from and to, all, or papers.",
    "Is empty: it holds no character that can be seen.",
    "Holds a NUL character or a lone surrogate. Send valid Unicode text.",
)
TEXTS = (
    "application/x-bibtex", "application/x-research-info-systems", "text/markdown", "text/csv",
)  # fmt: skip
_BODIES = ("application/x-ndjson", "application/atom+xml", "application/rss+xml")

_STATUSES = ["2xx", "3xx", "400", "401", "403", "404", "406", "409", "422", "429", "5xx"]


@schemathesis.deserializer(*TEXTS)
def read_text(context: Any, response: Any) -> str:
    """Text is text."""
    return response.text


@schemathesis.serializer(*_BODIES)
def write_text(context: Any, value: Any) -> Any:
    """A body is sent as it was made up."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """On the wire any text is a string: what was made up to be none would arrive as one."""
    return case.media_type not in _BODIES or isinstance(case.body, str | bytes)


@schemathesis.check
def refused_for_a_reason(context: Any, response: Any, case: Any) -> None:
    """An error is a whole problem; a 503 only for an engine that is not set up; what fits its schema only by a rule."""
    if response.status_code < 400:
        return
    found = response.json()
    assert response.headers["content-type"] == ["application/problem+json"], response.headers
    replayed = (
        "idempotent-replayed" in response.headers
    )  # the saved answer, which names the request that it was given to
    assert replayed or found["request_id"] == response.headers["x-request-id"][0]
    slug = found["type"].removeprefix("/problems/")
    assert response.status_code < 500 or slug == "engine-unavailable", found
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if positive and response.status_code in (400, 422):
        messages = [error["message"] for error in found.get("errors", [])]
        assert slug in REFUSALS or (messages and set(messages) <= set(RULES)), found


def config(examples: int, most_seconds: int) -> SchemathesisConfig:
    """Every check, with what the rules above allow; the same calls every time, as far as the time reaches."""
    load_all_checks()
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "max-time": most_seconds,
            "generation": {"max-examples": examples, "database": "none"},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": _STATUSES},
                "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]},
                "use_after_free": {"enabled": False},  # the one DELETE cancels a job, which stays there to be read
            },
        }
    )
