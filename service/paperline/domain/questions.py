"""Questions: what kind of answer is asked for, and whether a question leans on the one before it."""

from __future__ import annotations

import re
import unicodedata

from paperline.domain.answers import AnswerKind
from paperline.domain.errors import BadText
from paperline.domain.text import is_well_formed

_COUNT = re.compile(
    r"^\W*(?:how many|what (?:is the )?number of|count)\b.{0,40}?\b(?:papers?|abstracts?|works?|studies|articles?)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"^\W*(?:(?:which|what) (?:of (?:the|these|those|them)\b.{0,20}?|(?:\w+ ){0,2}?)(?:papers?|works?|studies|articles?|abstracts?|ones?|them)\b"
    r"|(?:list|show|name|find|give me)\b.{0,30}?\b(?:papers?|works?|studies|articles?|abstracts?)\b)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^\W*(?:how many|which|what(?: is the)?(?: number of)?|list|show|name|find|give me|count)\b(?: me)?(?: all)?(?: (?:of )?(?:the|these|those))?"
    r"(?: (?:papers?|works?|studies|articles?|abstracts?|ones?|them))?"
    r"(?: (?:that|which|who))?(?: (?:are|is|do|does|were|was))?(?: (?:about|on|describe|use|uses|report|study|mention|discuss|"
    r"address|deal with|propose|present|introduce|consider|concern|cover|involve|talk about|look at))?\b",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"^\W*(?:and|but|also|what about|how about)\b|\b(?:of (?:them|these|those)|them|those|these (?:papers|works|methods)|the (?:first|second|last) one|"
    r"(?:does|do|did|is|are|was|were|can|could) (?:it|they)|its|their)\b",
    re.IGNORECASE,
)


def clean_question(text: str, *, most_characters: int) -> str:
    """The question in one line, without control characters; refused when empty, too long or not text."""
    if len(text) > most_characters:
        raise BadText(f"The question has {len(text):,} characters, more than {most_characters:,}. Ask a shorter one.")
    if not is_well_formed(text):
        raise BadText("The question holds half a character (a lone surrogate). Send it as valid Unicode.")
    visible = "".join(char if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn") else " " for char in text)
    cleaned = " ".join(visible.split())
    if not any(char.isalnum() for char in cleaned):
        raise BadText("The question is empty. Ask something in words.")
    return cleaned


def kind_of(question: str) -> AnswerKind:
    """Whether papers are to be counted, listed, or something is to be said."""
    if _COUNT.search(question):
        return AnswerKind.COUNT
    return AnswerKind.LIST if _LIST.search(question) else AnswerKind.EXTRACT


def condition_of(question: str) -> str:
    """What a list or count question asks of every paper: its words without `how many papers describe`."""
    rest = _FRAME.sub("", question).strip(" ?.!")
    return rest if any(char.isalnum() for char in rest) else question


def is_follow_up(question: str) -> bool:
    """Whether the question speaks of papers that an earlier answer named."""
    return bool(_FOLLOW_UP.search(question))
