"""Tokens of a call before its reply has told them: how many it has about, and how many it can have at most."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from paperline.ports import Completion, CompletionRequest, ReplyFormat, TokenUsage

_FRAME_TOKENS = 16  # what a chat template puts around two messages


@dataclass(frozen=True, slots=True)
class TokenBounds:
    """Counts with the model's own tokenizer, or where it is another's (`exact` False) bounds by bytes: no token has less.

    `hidden` output tokens may be charged beyond those asked for: a model that thinks counts its thoughts.
    """

    count: Callable[[str], int]
    exact: bool
    hidden: int = 0

    def about(self, request: CompletionRequest) -> int:
        """The tokens that the prompt has, about: nobody tells how an endpoint writes the schema into it."""
        return _FRAME_TOKENS + sum(map(self.count, _texts(request)))

    def most(self, request: CompletionRequest) -> tuple[int, int]:
        """The tokens that prompt and output may have at most; of the schema twice, as endpoints may indent it."""
        texts = _texts(request)
        counts = map(self.count, texts) if self.exact else (len(text.encode()) for text in texts)
        prompt = 2 * _FRAME_TOKENS + sum(count * (1 if place < 2 else 2) for place, count in enumerate(counts))
        return prompt, request.most_output_tokens + self.hidden

    def used(self, request: CompletionRequest, completion: Completion) -> TokenUsage:
        """The usage of a reply as it was told; where it was not, by counting what was sent and what came."""
        told = completion.usage
        if told.prompt > 0 and not told.estimated:
            return TokenUsage(told.prompt, max(0, told.completion), min(max(0, told.cached), told.prompt))
        return self.heard(request, completion.text, at_least=told)

    def heard(self, request: CompletionRequest, text: str, *, at_least: TokenUsage | None = None) -> TokenUsage:
        """The usage of a call of which that much text came, thoughts counted as many as there may have been."""
        told = at_least or TokenUsage()
        prompt, completion = self.about(request), self.count(text) + self.hidden
        return TokenUsage(max(told.prompt, prompt), max(told.completion, completion), estimated=True)


def _texts(request: CompletionRequest) -> tuple[str, ...]:
    schema = (json.dumps(request.schema),) if request.reply_format is ReplyFormat.SCHEMA else ()
    return (request.system, request.user, *schema)
