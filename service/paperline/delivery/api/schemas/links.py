"""Links (OpenAPI): how what one call answers leads to the next, so that programs can follow without reading prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def _link(operation: str, parameter: str, source: str, description: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {parameter: source}, "description": description}


_PAPER, _DATE = "$request.path.paper_id", "$request.path.date"
_LINKS: dict[tuple[str, str], dict[str, dict[str, Any]]] = {
    ("ingest", "202"): {
        "job": _link("get_job", "job_id", "$response.body#/id", "How far the job is."),
        "cancel": _link("cancel_job", "job_id", "$response.body#/id", "Ends the job."),
    },
    ("get_day", "200"): {"file": _link("get_day_file", "date", _DATE, "The same day as Markdown.")},
    ("get_paper", "200"): {
        "summary": _link("get_paper_summary", "paper_id", _PAPER, "Its summary alone."),
        "similar": _link("list_similar_papers", "paper_id", _PAPER, "Papers like it."),
        "versions": _link("list_paper_versions", "paper_id", _PAPER, "Its stored wordings."),
    },
}


def add_links(document: dict[str, Any]) -> None:
    """The document names its links; a link whose operation it does not hold is left out."""
    operations = {operation["operationId"]: operation for operation in _operations(document)}
    for (name, status), links in _LINKS.items():
        response = operations.get(name, {}).get("responses", {}).get(status)
        if response is not None:
            response["links"] = {key: link for key, link in links.items() if link["operationId"] in operations}


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document.get("paths", {}).values():
        yield from path.values()
