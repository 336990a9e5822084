"""The ladder: a reply that can be read, by the strictest format that an endpoint takes, then by one repair call."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from paperline.domain.errors import FormatRefused, ModelRefused, ReplyTruncated, ReplyUnreadable
from paperline.domain.provenance import Usage
from paperline.engines.language_model.neutralising import neutralised
from paperline.observability.events import log
from paperline.observability.metrics import MODEL_CALLS, MODEL_TOKENS
from paperline.ports import Completion, CompletionRequest, Finish, LanguageModel, ReplyFormat
from paperline.prompts import load

REPAIR_PROMPT = "repair/v1"
_MOST_CHARACTERS = 32_768
_MOST_QUOTED = 4_000
_RUNGS = tuple(ReplyFormat)
_ALL_RUNGS_TOGETHER = 2  # unreadable replies of an endpoint of which no format is known to work
_Read = TypeVar("_Read")


class Rungs(Protocol):
    """The reply format that works, by (endpoint, model)."""

    def get(self, place: tuple[str, str], /) -> ReplyFormat | None:
        """The one that is known, if any."""

    def __setitem__(self, place: tuple[str, str], found: ReplyFormat, /) -> None: ...


class Following(Protocol):
    """Follows replies as they come."""

    @property
    def streamed(self) -> bool:
        """Whether a reply is wanted piece by piece; else it comes whole."""

    @property
    def begun(self) -> bool:
        """Whether something of a reply was passed on: then no other reply may take its place."""

    def restart(self) -> None:
        """Another reply begins."""

    def __call__(self, piece: str) -> None:
        """The reply goes on; what is raised here ends the call."""


class Spent:
    """What the calls for one output cost together, also those that came to nothing."""

    def __init__(self) -> None:
        self.usage = Usage()

    def add(self, completion: Completion) -> None:
        """One more call was made."""
        used = completion.usage
        self.usage = Usage(
            self.usage.model_calls + 1, self.usage.prompt_tokens + used.prompt,
            self.usage.completion_tokens + used.completion, self.usage.cost_usd + used.cost_usd,
        )  # fmt: skip
        for kind, tokens in (("prompt", used.prompt), ("cached", used.cached), ("completion", used.completion)):
            MODEL_TOKENS.add(kind, amount=tokens)


@dataclass(frozen=True, slots=True)
class Told(Generic[_Read]):
    """What was read of a reply, and the reply."""

    value: _Read
    completion: Completion


@dataclass(frozen=True, slots=True)
class Ladder:
    """Asks a language model for JSON. `mended` makes JSON of what nearly is: `<think>` gone, fences off, commas set."""

    model: LanguageModel
    mended: Callable[[str], str]
    rungs: Rungs = field(default_factory=dict[tuple[str, str], ReplyFormat])

    def ask(
        self,
        request: CompletionRequest,
        read: Callable[[object], _Read],
        spent: Spent,
        following: Following | None = None,
    ) -> Told[_Read]:
        """What `read` makes of the reply's JSON; it raises KeyError, TypeError or ValueError, saying what is wrong.

        A format that the endpoint refuses, or that gives nothing readable where none is known to work, gives way to the
        next; then the model is shown once what was wrong. Whatever stays without result is the ModelFailed that says so.
        """
        known = self.rungs.get(self._place)
        failed: list[tuple[ReplyFormat, str, str]] = []
        for rung in _RUNGS[_RUNGS.index(known) :] if known else _RUNGS:
            try:
                completion = self._called(formatted(request, rung), spent, following)
            except FormatRefused:
                if rung is _RUNGS[-1]:
                    raise
                continue
            try:
                told = Told(self._read(completion, read), completion)
            except ReplyUnreadable as error:
                if following is not None and following.begun:
                    raise
                failed.append((rung, completion.text, str(error)))
                if known or len(failed) == _ALL_RUNGS_TOGETHER:
                    break
                continue
            self._remember(rung)
            return told
        rung, text, wrong = failed[0]
        self._remember(rung)
        return self.repaired(formatted(request, rung), text, wrong, read, spent, following)

    def repaired(
        self, request: CompletionRequest, text: str, wrong: str, read: Callable[[object], _Read], spent: Spent,
        following: Following | None = None,
    ) -> Told[_Read]:  # fmt: skip
        """What is read of a second reply, for which the model is told what was wrong with its first."""
        prompt = load(REPAIR_PROMPT)
        rendered = prompt.render({"reply": neutralised(text[:_MOST_QUOTED]), "wrong": wrong})
        again = replace(request, user=f"{request.user}\n\n{rendered.user}")
        completion = self._called(again, spent, following)
        MODEL_CALLS.add("repair")
        return Told(self._read(completion, read), completion)

    @property
    def _place(self) -> tuple[str, str]:
        return self.model.endpoint, self.model.name

    def _called(self, request: CompletionRequest, spent: Spent, following: Following | None) -> Completion:
        if following is not None:
            following.restart()
        completion = self.model.complete(request, following if following is not None and following.streamed else None)
        spent.add(completion)
        if following is not None and not following.streamed:
            following(completion.text)
        if completion.finish in {Finish.REFUSED, Finish.FILTERED}:
            raise ModelRefused("The language model declined to answer.")
        if completion.finish is Finish.LENGTH:
            raise ReplyTruncated("The language model's reply was cut off at its token limit.")
        return completion

    def _read(self, completion: Completion, read: Callable[[object], _Read]) -> _Read:
        text = completion.text
        if len(text) > _MOST_CHARACTERS:
            raise ReplyUnreadable(f"The language model's reply is longer than {_MOST_CHARACTERS:,} characters.")
        if not text.strip():
            raise ReplyUnreadable("The language model's reply is empty.")
        try:
            return read(self._parsed(text))
        except (KeyError, TypeError, ValueError) as error:
            raise ReplyUnreadable("The language model's reply is not the JSON that it was asked for.") from error

    def _parsed(self, text: str) -> object:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
        try:
            return json.loads(self.mended(text))
        except RecursionError as error:
            raise ValueError("nested too deep") from error

    def _remember(self, rung: ReplyFormat) -> None:
        if self.rungs.get(self._place) is not rung:
            self.rungs[self._place] = rung
            log.info("model_format_found", model=self.model.name, format=rung.value)


def formatted(request: CompletionRequest, rung: ReplyFormat) -> CompletionRequest:
    """The request in that format; where the endpoint is not given the schema, the prompt ends with it."""
    if rung is ReplyFormat.SCHEMA:
        return request
    told = f"{request.system}\n\nThe reply is one JSON object of this JSON schema, and nothing else:\n{json.dumps(request.schema)}"
    return replace(request, system=told, reply_format=rung)
