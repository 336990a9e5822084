"""The dialect of an endpoint: a request as its body, in the parameters that this endpoint and model take."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping

from paperline.ports import CompletionRequest, ReplyFormat

OWN_HOST = "api.openai.com"
_REASONING = re.compile(r"(?:o\d|gpt-[5-9])")
_REASONING_TOKENS = 2_000  # a model that thinks counts its thoughts as output
# Each may be refused by some endpoint or model; without it, or under its other name, the call means the same.
_OPTIONAL = ("temperature", "seed", "reasoning_effort", "stream_options", "max_completion_tokens", "max_tokens")
_RENAMED = {"max_completion_tokens": "max_tokens", "max_tokens": "max_completion_tokens"}


class Dialect:
    """What an endpoint takes, learnt from what it refuses. Thread-safe."""

    def __init__(self, endpoint: str, model: str) -> None:
        own = OWN_HOST in endpoint
        self._model = model
        self._reasons = bool(own and _REASONING.match(model))
        self._lock = threading.Lock()
        self._limit = "max_completion_tokens" if own else "max_tokens"
        self._left_out: set[str] = set() if self._reasons else {"reasoning_effort"}
        if self._reasons:
            self._left_out |= {"temperature", "seed"}

    def body(self, request: CompletionRequest, *, streamed: bool) -> dict[str, object]:
        """The request as the endpoint takes it: what never changes stands first, so that its cache finds it again."""
        body: dict[str, object] = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": request.system},
                {"role": "user", "content": request.user},
            ],
            self._limit: request.most_output_tokens + (_REASONING_TOKENS if self._reasons else 0),
            "temperature": 0,
            "seed": 1,
            "reasoning_effort": "minimal",
        }
        if request.reply_format is not ReplyFormat.PLAIN:
            body["response_format"] = _response_format(request)
        if streamed:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        return {name: value for name, value in body.items() if name not in self._left_out}

    def gives_up(self, sent: Mapping[str, object], complaint: str) -> bool:
        """Whether the complaint is about a parameter that can be spoken otherwise; from now on it is."""
        named = next((name for name in _OPTIONAL if name in sent and re.search(rf"\b{name}\b", complaint)), None)
        if named is None:
            return False
        with self._lock:
            if named in self._left_out:
                return True  # another call learnt it meanwhile
            if named in _RENAMED:
                if _RENAMED[named] in self._left_out:
                    return False  # no call is made without a limit
                self._limit = _RENAMED[named]
            self._left_out.add(named)
        return True


def _response_format(request: CompletionRequest) -> dict[str, object]:
    if request.reply_format is ReplyFormat.OBJECT:
        return {"type": "json_object"}
    schema = {"name": request.schema_name, "strict": True, "schema": request.schema}
    return {"type": "json_schema", "json_schema": schema}
