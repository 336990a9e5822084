"""A language model behind a narrower schema: its inventions come out short, and with evidence that exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from paperline.ports import Completion, CompletionRequest, Follow, LanguageModel
from tests.unit.engines.language_model.asking import keys
from tests.unit.engines.language_model.summarising.telling import numbered

STATEMENTS = ("what", "result", "contribution")
_TEXT = {"type": "string", "minLength": 12, "maxLength": 80}

Narrow: TypeAlias = Callable[[CompletionRequest], dict[str, Any]]


class NarrowedModel:
    """Sends requests of the schema that `narrow` makes of theirs, and remembers what came.

    The model's replies still hold to the request's own schema, of which they are a few.
    """

    def __init__(self, model: LanguageModel, narrow: Narrow, most_output_tokens: int) -> None:
        self.name, self.endpoint = model.name, model.endpoint
        self.completions: list[Completion] = []
        self._model = model
        self._narrow = narrow
        self._most_output_tokens = most_output_tokens

    def complete(self, request: CompletionRequest, follow: Follow | None = None) -> Completion:
        """The model's reply to the narrower request."""
        narrower = replace(request, schema=self._narrow(request), most_output_tokens=self._most_output_tokens)
        self.completions.append(self._model.complete(narrower, follow))
        return self.completions[-1]

    def close(self) -> None:
        """The model has more than this use and is closed by whoever opened it."""


def answer_schema(request: CompletionRequest) -> dict[str, Any]:
    """A sentence in any words, with a sentence of the paper rightly quoted: what is wrong is what it says of it."""
    quotes = [
        _object(key={"const": key}, quote={"const": " ".join(text.split()[:3])}) for key, text in keys(request).items()
    ]
    sentence = _object(text=_TEXT, evidence=_list([{"anyOf": quotes}]))
    return _object(refusal={"enum": ["none"]}, sentences=_list([sentence]))


def summary_schema(request: CompletionRequest) -> dict[str, Any]:
    """Half a line and two claims in any words, each of sentences that exist."""
    number = {"enum": [shown for shown in numbered(request) if shown]}
    statements = [_object(kind={"const": kind}, text=_TEXT, **{"from": _list([number])}) for kind in STATEMENTS]
    return _object(statements=_list(statements), keywords=_list([{"type": "string", "maxLength": 24}]))


def _object(**properties: object) -> dict[str, object]:
    names = list(properties)
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def _list(items: list[object]) -> dict[str, object]:
    """The schema of a list of just these items."""
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
