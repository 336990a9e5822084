"""Examples for the API's document, made of one abstract; their spans are computed, so that they hold."""

from __future__ import annotations

from pydantic import JsonValue

TITLE = "Bloom Filters: Set Membership in Ten Bits per Element"
_FIRST = "We describe a bit array in which every element sets k positions chosen by independent hash functions."
_SECOND = "A false-positive rate of 1% needs about 9.6 bits per element."
ABSTRACT = f"{_FIRST} {_SECOND}"

SUMMARISE_REQUEST: dict[str, JsonValue] = {"title": TITLE, "abstract": ABSTRACT, "id": "mine-1"}
BATCH_REQUEST: dict[str, JsonValue] = {"papers": [SUMMARISE_REQUEST, {"abstract": _SECOND}]}
ASK_REQUEST: dict[str, JsonValue] = {
    "question": "How many bits per element does a Bloom filter need?",
    "scope": {"day": "2025-12-11"},
}
INGEST_REQUEST = f'{{"id": "sample:bloom-filters", "title": "{TITLE}", "abstract": "{ABSTRACT}"}}\n'

_PASSED = {"passed": True, "failed": []}
_USAGE = {"model_calls": 0, "prompt_tokens": 0, "completion_tokens": 0, "cost_usd": 0.0}


def _span(sentence: str) -> dict[str, object]:
    start = ABSTRACT.index(sentence)
    return {"field": "abstract", "start": start, "end": start + len(sentence), "text": sentence}


def _provenance(version: int | None) -> dict[str, object]:
    return {
        "engine": "embedded",
        "model": "embedded/1",
        "weights": None,
        "checks_version": "1",
        "created_at": "2025-12-11T09:00:00Z",
        "prompt": None,
        "prompt_sha256": None,
        "paper_version": version,
        "stale": False,
        "fallback": None,
    }


def _summary(paper_id: str, version: int | None) -> dict[str, object]:
    by = {"origin": "verbatim", "engine": "embedded", "checks": _PASSED}
    parts = [
        {"role": "what", "text": _FIRST, "evidence": [_span(_FIRST)]},
        {"role": "finding", "text": _SECOND, "evidence": [_span(_SECOND)]},
    ]
    return {
        "id": paper_id,
        "version": version,
        "tldr": {"text": ABSTRACT, "parts": parts, **by},
        "claims": [{"text": _SECOND, "kind": "result", "evidence": [_span(_SECOND)], **by}],
        "keywords": ["Bloom filter", "hash functions"],
        "basis": "abstract",
        "usage": _USAGE,
        "provenance": _provenance(version),
    }


SUMMARY = _summary("mine-1", None)
PAPER: dict[str, object] = {
    "id": "sample:bloom-filters",
    "version": 1,
    "title": TITLE,
    "abstract": ABSTRACT,
    "aliases": [],
    "authors": ["Ada Example"],
    "author_count": 1,
    "published": "2025-12-10",
    "days": ["2025-12-11"],
    "sources": [],
    "categories": ["cs.DS"],
    "links": {"abstract": None, "pdf": None, "code": None, "project": None},
    "withdrawn": False,
    "seen_before": [],
    "damage": [],
}
PAPER_WITH_SUMMARY = {**PAPER, "summary": _summary("sample:bloom-filters", 1)}
_DAY_HEAD: dict[str, object] = {
    "date": "2025-12-11",
    "status": "complete",
    "reason": None,
    "sources": [{"source": "jsonl", "retrieved_at": "2025-12-11T09:00:00Z", "count": 1}],
}
DAY = {**_DAY_HEAD, "papers": [PAPER_WITH_SUMMARY], "themes": [], "overview": None}
DAY_LIST = {"days": [{**_DAY_HEAD, "paper_count": 1}], "next_cursor": None}
_COVERAGE = {
    "scope": {"day": "2025-12-11"},
    "days": ["2025-12-11"],
    "papers_in_scope": 1,
    "papers_scored": 1,
    "papers_matched": 1,
    "papers_cited": 1,
    "mode": "hybrid",
    "degraded": None,
    "note": None,
}
_CITED = {"paper_id": "sample:bloom-filters", "title": TITLE, "evidence": [_span(_SECOND)]}
ANSWER = {
    "id": "a_0123456789abcdef",
    "status": "answered",
    "kind": "extract",
    "question": ASK_REQUEST["question"],
    "text": _SECOND,
    "sentences": [
        {"text": _SECOND, "citations": [_CITED], "origin": "verbatim", "engine": "embedded", "checks": _PASSED}
    ],
    "count": None,
    "matches": [],
    "near_misses": [],
    "refusal": None,
    "coverage": _COVERAGE,
    "confidence": 0.87,
    "usage": _USAGE,
    "provenance": _provenance(None),
}
SEARCH_PAGE = {
    "hits": [{"paper": PAPER, "score": 0.91, "evidence": [_span(_SECOND)], "summary": None}],
    "next_cursor": None,
    "coverage": _COVERAGE,
}
VERSIONS = {
    "id": "sample:bloom-filters",
    "versions": [
        {
            "version": 1, "title": TITLE, "abstract": ABSTRACT, "stored_at": "2025-12-11T09:00:00Z", "raw_title": None,
            "raw_abstract": None,
        }
    ],
}  # fmt: skip
HEALTH = {"status": "ok", "version": "0.1.0"}
READINESS = {"status": "ready", "checks": [{"name": "store", "ok": True, "detail": "12 papers of 1 day."}]}
PROBLEM_MEANING = {
    "type": "/problems/paper-not-found",
    "title": "The paper is not stored",
    "status": 404,
    "meaning": "Search finds what is.",
}
BATCH_RESULTS = {
    "results": [
        {"index": 0, "id": "mine-1", "summary": SUMMARY},
        {
            "index": 1,
            "id": None,
            "problem": {
                "type": "/problems/invalid-request",
                "title": "The request is not valid",
                "status": 422,
                "detail": "abstract: Is required.",
                "errors": [{"field": "abstract", "location": "body", "message": "Is required."}],
            },
        },
    ]
}
INGEST = {
    "found": 1, "new": 1, "updated": 0, "unchanged": 0, "rejected": [], "repairs": 0, "day": "2025-12-11",
    "ids": ["sample:bloom-filters"], "days": ["2025-12-11"], "embedded": 1, "notes": [], "empty_reason": None,
}  # fmt: skip
_JOB_HEAD: dict[str, object] = {
    "id": "j_0123456789abcdef",
    "kind": "ingest",
    "status": "done",
    "stages": {"store": {"done": 1, "total": 1}, "index": {"done": 1, "total": 1}},
    "created_at": "2025-12-11T09:00:00Z",
    "updated_at": "2025-12-11T09:00:01Z",
}
JOB = {**_JOB_HEAD, "result": INGEST, "problem": None}
QUEUED_JOB = {
    **JOB, "status": "queued", "stages": {}, "result": None, "updated_at": _JOB_HEAD["created_at"],
}  # fmt: skip
JOB_LIST = {"jobs": [_JOB_HEAD]}
