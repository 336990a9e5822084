"""The API's own document: operation ids are function names, and problems are documented as what they are."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from paperline.delivery.api.problems import HOST, INTERNAL, MEDIA_TYPE, ProblemType, problem_core
from paperline.delivery.api.schemas.responses import Problem

DESCRIPTION = (
    "One line per paper: a day of abstracts as checked TL;DRs, claims and cited answers. "
    "Spans count Unicode code points. Every error is a problem (RFC 9457)."
)


class PaperlineAPI(FastAPI):
    """FastAPI, but that its document gives problems their media type."""

    def openapi(self) -> dict[str, Any]:
        """The document, corrected once for each time it is made."""
        document = super().openapi()
        for path in document.get("paths", {}).values():
            for operation in path.values():
                for status, response in operation.get("responses", {}).items():
                    _name_problem(status, response)
        return document


def operation_id(route: APIRoute) -> str:
    """The route's function name, which stays when paths move."""
    return route.name


def problem_responses(*kinds: ProblemType) -> dict[int | str, dict[str, Any]]:
    """The documentation of these problems, and of those that every path may answer."""
    documented: dict[int | str, dict[str, Any]] = {}
    for kind in (*kinds, HOST, INTERNAL):
        response = documented.setdefault(
            kind.status, {"model": Problem, "description": kind.title, "content": {MEDIA_TYPE: {"examples": {}}}}
        )
        example = {"summary": kind.title, "value": problem_core(kind, kind.meaning)}
        response["content"][MEDIA_TYPE]["examples"][kind.slug] = example
    return documented


def example(value: object, status: int = 200, description: str = "Done.") -> dict[int | str, dict[str, Any]]:
    """The documentation of a success by an example."""
    return {status: {"description": description, "content": {"application/json": {"example": value}}}}


def _name_problem(status: str, response: dict[str, Any]) -> None:
    """FastAPI writes the schema of a response under the route's own media type; a problem's is moved."""
    content = response.get("content", {})
    if status >= "400" and MEDIA_TYPE in content:
        for media_type in content.keys() - {MEDIA_TYPE}:
            content[MEDIA_TYPE].update(content.pop(media_type))
