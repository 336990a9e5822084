"""Follow-ups: whether a question leans on the one before it, and what it then asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PRONOUN = re.compile(
    r"\b(?:of (?:them|these|those)|them|they|it|its|their|theirs|this|that|these|those)\b(?! (?:is|are|was|were) there)"
    r"|\b(?:the|this|that|these|those) (?:paper|method|model|approach|authors?|work|result|dataset|same)s?\b(?! (?:of|on|in|behind|by|for|about|to)\b)"
    r"|\b(?:which|what) ones?\b(?! of\b)"
    r"|\bthe (?:first|second|third|last|former|latter)(?: one)?\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:papers?|works?|studies|methods?|models?|ones?|those|them|anything|something)\s+that\b", re.IGNORECASE
)
_LEAD = re.compile(r"^\W*(?:(?:and|but|also|so|ok|okay|then)\b\W*)+", re.IGNORECASE)
_ELLIPSIS = re.compile(r"^\W*(?:(?:and|but|also|so)\b\W*)?(?:what|how) about\s+(?P<rest>.+?)\W*$", re.IGNORECASE)
_BARE = re.compile(
    r"^\W*(?:and|but|also)\b\W*(?P<rest>(?:on|for|in|with|at|of|by|against|under)\b.+?)\W*$", re.IGNORECASE
)
_LAST_PLACE = re.compile(r"\s+(?:on|for|in|with|at|against|under)\s+(?:[\w.+-]+\s*){1,4}\W*$")
_NAMED = re.compile(r"(?<!^)\b(?:[A-Z][\w+.-]*[A-Z0-9+][\w+-]*|[A-Z][\w-]+)")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The question before this one, and the papers that its answer cited."""

    question: str
    paper_ids: tuple[str, ...]


def refers_back(question: str) -> bool:
    """Whether the question speaks of something that only an earlier answer names: by a pronoun, or by leaving it out."""
    if _ELLIPSIS.match(question) or _BARE.match(question):
        return True
    text = _RELATIVE.sub(" ", question)
    if not (found := _PRONOUN.search(text)):
        return bool(_LEAD.match(question)) and not _NAMED.search(_LEAD.sub("", question))
    return not _NAMED.search(_LEAD.sub("", text[: found.start()]))


def completed(question: str, earlier: Earlier | None) -> str:
    """The question with what it leaves out taken from the one before: `and on HumanEval?` asks the same of HumanEval."""
    if earlier is None:
        return question
    if found := _BARE.match(question):
        return f"{_LAST_PLACE.sub('', earlier.question.rstrip(' ?.!'))} {found['rest']}?"
    if (found := _ELLIPSIS.match(question)) and len(found["rest"].split()) <= 4:
        rest = found["rest"]
        place = "" if rest.split()[0].lower() in {"on", "for", "in", "with", "at"} else "on "
        if _LAST_PLACE.search(earlier.question):
            return f"{_LAST_PLACE.sub('', earlier.question.rstrip(' ?.!'))} {place}{rest}?"
    return _LEAD.sub("", question) or question
