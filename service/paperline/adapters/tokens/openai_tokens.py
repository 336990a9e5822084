"""Counts the tokens of OpenAI's models with tiktoken, or says that it approximates."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

_SENTENCES_KNOWN = 8_192  # those of some hundred abstracts: every question to a day has its sentences counted
_SENTENCE_CHARACTERS = 600
_CHARACTERS_A_TOKEN = 3.6  # scientific English under o200k_base measures 4.6; too many is the safe side of a budget


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts tokens; `exact` is False where the encoding could not be had and characters are counted instead."""

    encoding: str
    exact: bool
    count: Callable[[str], int]


def openai_token_counter(model: str, *, timeout_seconds: float = 3.0) -> TokenCounter:
    """The counter for a model, within the timeout: tiktoken fetches an encoding at first use and never gives up."""
    name = _encoding_name(model)
    loaded: list[Encoding] = []
    thread = threading.Thread(target=_load, args=(name, loaded), daemon=True)
    thread.start()
    thread.join(timeout_seconds)
    if not loaded:
        return TokenCounter(f"approximation of {name}", exact=False, count=_approximate)
    return TokenCounter(name, exact=True, count=_remembering(loaded[0]))


def _remembering(encoding: Encoding) -> Callable[[str], int]:
    """Counts by the encoding; the numbers of sentences are kept, those of whole prompts, which never return, are not."""

    def count(text: str) -> int:
        return len(encoding.encode_ordinary(text))

    known = lru_cache(maxsize=_SENTENCES_KNOWN)(count)
    return lambda text: known(text) if len(text) <= _SENTENCE_CHARACTERS else count(text)


def _encoding_name(model: str) -> str:
    from tiktoken.model import encoding_name_for_model  # noqa: PLC0415  (start-up imports stay light)

    try:
        return encoding_name_for_model(model)
    except KeyError:
        return "o200k_base"


def _load(name: str, into: list[Encoding]) -> None:
    import tiktoken  # noqa: PLC0415  (start-up imports stay light)

    try:
        into.append(tiktoken.get_encoding(name))
    except Exception:  # noqa: BLE001  (any failure to fetch or read the encoding means: approximate)
        return


def _approximate(text: str) -> int:
    return int(len(text) / _CHARACTERS_A_TOKEN) + 1 if text else 0
