"""The API's own document: operation ids are function names, and problems are documented as what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from paperline.delivery.api.admission.documenting import add_admission
from paperline.delivery.api.problems import (
    ENCODING,
    HOST,
    INTERNAL,
    MEDIA_TYPE,
    ORIGIN,
    SLOW_BODY,
    TOO_LARGE,
    ProblemType,
    problem_core,
)
from paperline.delivery.api.schemas.links import add_links
from paperline.delivery.api.schemas.responses import Problem
from paperline.delivery.exports.formats import WRITTEN, Format

DESCRIPTION = (
    "One line per paper: a day of abstracts as checked TL;DRs, claims and cited answers. "
    "Spans count Unicode code points. Every error is a problem (RFC 9457)."
)


_TEXT = {"type": "string"}
_SCHEMAS = {Format.CSL: {"type": "array", "items": {"type": "object"}}}
IDEMPOTENCY_KEY: dict[str, Any] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "Names this request for a day. Sent again with the same key it is not done again: the answer is "
            "the one that was given, with `Idempotent-Replayed: true`. Another request with the same key is a 422, the "
            "same one while the first is being answered a 409.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            "example": "9b0f6d2e-6f0c-4f3c-8a55-0d3b5c5f7a11",
        }
    ]
}


class PaperlineAPI(FastAPI):
    """FastAPI, but that its document gives problems their media type."""

    def openapi(self) -> dict[str, Any]:
        """The document, corrected once for each time it is made."""
        if self.openapi_schema is not None:
            return self.openapi_schema
        document = super().openapi()
        for path in document.get("paths", {}).values():
            for method, operation in path.items():
                _add_problems_of_bodies(method, operation)
                for status, response in operation.get("responses", {}).items():
                    _name_problem(status, response)
        add_admission(document)
        add_links(document)
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
        response["content"][MEDIA_TYPE]["examples"][kind.slug] = _problem_example(kind)
    return documented


def example(
    value: object, status: int = 200, description: str = "Done.", *, formats: Sequence[Format] = (Format.JSON,)
) -> dict[int | str, dict[str, Any]]:
    """The documentation of a success by an example, and of the formats that it comes in beside JSON."""
    content: dict[str, Any] = {WRITTEN[each].media_type: {"schema": _SCHEMAS.get(each, _TEXT)} for each in formats[1:]}
    return {status: {"description": description, "content": {"application/json": {"example": value}, **content}}}


def _add_problems_of_bodies(method: str, operation: dict[str, Any]) -> None:
    """Whatever writes can be refused to another site's page, whatever has a body for the way that it arrives."""
    kinds = [ORIGIN] if method != "get" else []
    kinds += [SLOW_BODY, TOO_LARGE, ENCODING] if "requestBody" in operation else []
    responses = operation.setdefault("responses", {})
    for kind in kinds:
        content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}
        told = {"description": kind.title, "content": {MEDIA_TYPE: content}}
        response = responses.setdefault(str(kind.status), told)
        response["content"][MEDIA_TYPE]["examples"].setdefault(kind.slug, _problem_example(kind))
    operation["responses"] = dict(sorted(responses.items()))


def _problem_example(kind: ProblemType) -> dict[str, Any]:
    return {"summary": kind.title, "value": problem_core(kind, kind.meaning)}


def _name_problem(status: str, response: dict[str, Any]) -> None:
    """FastAPI writes the schema of a response under the route's own media type; a problem's is moved."""
    content = response.get("content", {})
    if status >= "400" and MEDIA_TYPE in content:
        for media_type in content.keys() - {MEDIA_TYPE}:
            content[MEDIA_TYPE].update(content.pop(media_type))
