"""Following: the sentences of an answer, verified one by one as its text comes, and told as soon as they pass."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from paperline.domain.answers import AnswerSentence
from paperline.domain.errors import ReplyUnreadable
from paperline.engines.language_model.prompting import Shown
from paperline.engines.language_model.reply import Reply, Said, said_of
from paperline.engines.language_model.verification import verified
from paperline.ports import SentenceListener

MOST_SENTENCES = 6
_WORD = re.compile(r"\w+")
_OPENING = re.compile(r'\s*\{\s*"refusal"\s*:\s*"none"\s*,\s*"sentences"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


class FollowedSentences:
    """What a reply has said so far; every sentence is verified once, however often it is asked for.

    `early` tells the listener of a sentence when it has passed; else nothing is told before the reply's end.
    """

    def __init__(self, shown: Mapping[str, Shown], listener: SentenceListener | None, *, early: bool) -> None:
        self.streamed = listener is not None
        self.said: list[Said] = []
        self._shown = shown
        self._listener = listener
        self._early = early
        self._verified: dict[Said, AnswerSentence | None] = {}
        self._told: set[str] = set()
        self._text = ""
        self._place = -1

    @property
    def begun(self) -> bool:
        """Whether the reply said something that passed."""
        return bool(self._told)

    def restart(self) -> None:
        """Another reply begins."""
        self.said, self._text, self._place = [], "", -1

    def __call__(self, piece: str) -> None:
        """The reply goes on; whoever listens may end it here."""
        if self._listener is not None:
            self._listener.proceed()
        self._text += piece
        if self._place < 0 and (opening := _OPENING.match(self._text)):
            self._place = opening.end()
        while self._place >= 0 and (said := self._next()) is not None:
            self.said.append(said)
            if len(self.said) <= MOST_SENTENCES:
                self._tell(self.verified(said))

    def borne_out_by(self, reply: Reply) -> None:
        """What was told stands in the whole reply; one that names a part twice may say otherwise, and is ReplyUnreadable."""
        heard = tuple(self.said)
        if self.begun and (reply.refusal is not None or reply.sentences[: len(heard)] != heard):
            raise ReplyUnreadable("The language model's reply does not say what it said while it came.")

    def verified(self, said: Said) -> AnswerSentence | None:
        """The sentence with its citations and checks; None where it cannot be shown."""
        if said not in self._verified:
            self._verified[said] = verified(said, self._shown)
        return self._verified[said]

    def _next(self) -> Said | None:
        """The next sentence that is whole."""
        between = _BETWEEN.match(self._text, self._place)
        start = between.end() if between else self._place
        if not self._text.startswith("{", start):
            return None
        try:
            item, self._place = json.JSONDecoder().raw_decode(self._text, start)
            return said_of(item)
        except (ValueError, KeyError, TypeError, RecursionError):
            return None

    def _tell(self, sentence: AnswerSentence | None) -> None:
        if sentence is None or not sentence.checks.passed or wording(sentence) in self._told:
            return
        self._told.add(wording(sentence))
        if self._listener is not None and self._early:
            self._listener.written(sentence)


def wording(sentence: AnswerSentence) -> str:
    """The words of a sentence, by which repetitions are found."""
    return " ".join(_WORD.findall(sentence.text.casefold()))
