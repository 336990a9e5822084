"""Parts: one thing that a question asks, with the type of its answer, the attribute asked for and the names it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from paperline.domain.questions.conditions.resources import RESOURCES
from paperline.domain.questions.conditions.values import Resource
from paperline.domain.questions.wordings import wording_of

_WORD = re.compile(r"[^\W_]+(?:[.'’+_^-]+[^\W_]+)*[+#]*")
_AUXILIARY = (
    "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must|achieves?|reach(?:es)?|gets?|uses?|"
    "obtains?|contains?|covers?|reports?|shows?|holds?|gives?|makes?|serves?|supports?|improves?|reduces?"
)


def _until(words: str) -> str:
    """Up to one of these words, or the end."""
    return rf"(?=\s+(?:{words})\b|\W*$)"


_COUNTED = re.compile(
    rf"\bhow (?:many|few)\s+(?P<noun>.+?){_until(rf'{_AUXILIARY}|in|of|on|per|for|from|with|at|by|there')}",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    rf"\b(?:number|count|amount|total) of (?P<noun>.+?){_until('in|of|on|per|for|from|with|that|which|there')}",
    re.IGNORECASE,
)
_HEIGHT = re.compile(
    r"\bhow (?:high|large|big|low|good|great|long|small) (?:is|are|was|were) (?:the|its|their) "
    rf"(?P<noun>[\w+@. -]+?){_until('of|in|on|for|by|at|with|from')}"
    rf"|\b(?:give|tell|name|state)(?: me)? the (?P<given>[\w+@. -]+?){_until('of|in|on|for|by|at|used|with')}",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\bhow (?:much (?P<more>faster|slower|better|worse|smaller|larger|bigger|cheaper|higher|lower|less|more|longer|shorter|\w+er)\b"
    r"(?:\s+(?P<adjective>accurate|efficient|memory|robust|expensive|time|data|compute|energy|cost)\b)?"
    r"|(?P<degree>fast|slow|large|big|small|long|accurate|often|close|high|low|far|deep|expensive|good|well|efficient)\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:by )?how much\b\s*(?P<noun>memory|time|data|compute|cost|bandwidth|energy|speed-?up|improvement|gain)?",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\bhow (?:do|does|did|is|are|was|were) .*\b(?:differ\w*|compares?|compared|fares?|unlike|distinct|stack up|measure up)\b|\b(?:what|which) (?:distinguish\w*|separates|differs|differentiates)\b"
    r"|\bwhat (?:sets .* apart|makes .* different)\b|\b(?:what|which)(?: is| are|['’]s) (?:the )?(?:main |key )?differences?\b|\bwhat (?:do|does|did) .*\b(?:compared (?:with|to)|differently)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:what|which \w+) (?:keeps?|prevents?|limits?|hinders?|drives?|hampers?|holds? .* back|stops?|enables?|allows?|leads? to|underlies|lies behind|motivates?|is responsible for)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(
    rf"\b(?:which|what)\s+(?!(?:{_AUXILIARY}|about|goes|went|happen\w*|kinds?|else)\b)"
    rf"(?P<noun>[\w+' -]+?){_until(rf'{_AUXILIARY}|of|in|on|for|from|with|at|by|to|that')}",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\bwhat(?:['’]s| is| are| was| were)\s+(?:the|its|their)\s+(?P<noun>[\w+' -]+?)\s+(?:of|in|for|by|behind|on|at|used|from|with|to)\b"
    r"|\bwhat(?:['’]s| is| are| was| were)\s+(?:its|their|the)\s+(?P<own>[\w+' -]+?)\W*$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    r"\bwhat(?:['’]s| is| are| was| were)\s+[\w+. -]+?['’]s?\s+(?P<noun>[\w -]+?)\W*$", re.IGNORECASE
)
_KIND_OF = re.compile(
    r"\b(?<=what |hich )(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d+) )?(?:(?:different |main )?(?:sorts?|kinds?|types?|forms?) of )?",
    re.IGNORECASE,
)
_MEASURES = frozenset(
    "accuracy score scores rate speedup speed-up speed latency throughput bandwidth percentage fraction share number size length "
    "cost price error perplexity f1 bleu rouge auc auroc r2 precision recall improvement gain reduction increase decrease "
    "performance budget footprint overhead ratio factor temperature dimension depth width resolution duration time memory "
    "parameters epochs steps tokens flops compute batch".split()
)
_RELEASE = re.compile(
    r"\b(?:releas\w+|open-?\s?sourc\w+|publish\w*|(?:made |make |publicly |be )?available|availability|public(?:ly)?|shared?|download\w*|found|provid\w+|online|obtain\w*|get|access\w*|git(?:hub|lab))\b"
    r"|^\W*where\b|\b(?:is|are|was|were)\b.*\bout(?: yet| already| there)?\W*$|\b(?:have|has|with|come with|is there) (?:\w+ ){0,2}(?:code|implementation|repository)\b",
    re.IGNORECASE,
)
_OF_DEGREE = frozenset(
    "high large big low great long small number count amount total contain hold include made consist comprise".split()
)
_OF_DIFFERENCE = frozenset(
    "differ differs different difference differences distinguish distinguishes separates compare compares compared fare fares change changes unlike earlier previous existing other ordinary standard apart main key".split()
)
_SPLIT = re.compile(
    r",?\s+(?:and|or)\s+(?=(?:what|which|how|why|who|where|when|does|do|did|is|are|was|were|on which|by how|in what)\b)",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset("I What Which How Why Who Where When Does Do Is Are Can The A An AI ML".split())


class AnswerType(StrEnum):
    """What kind of thing answers."""

    NUMBER = "number"
    NAME = "name"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    METHOD = "method"
    REASON = "reason"
    RESOURCE = "resource"
    DESCRIPTION = "description"
    STATEMENT = "statement"


_LEADS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (AnswerType.YES_NO, r"(?:does|do|did|is|are|was|were|has|have|can|could|will|should)\b"),
        (AnswerType.REASON, r"why\b|what (?:causes?|makes?|explains?)\b|for what reason"),
        (AnswerType.METHOD, r"how\b"),
        (
            AnswerType.METHOD,
            r"what (?:is|are|was|were)\b.*\b(?:built|made|composed|constructed|assembled|put together)\b.*\b(?:from|of|on|with|up)\W*$",
        ),
        (
            AnswerType.DESCRIPTION,
            r"what (?:does|do|did)\b.*\b(?:do|propose|introduce|present|offer|contribute|about)\W*$",
        ),
        (
            AnswerType.DESCRIPTION,
            r"(?:what(?:['’]s| is| are| was| were)|who (?:is|are)|define|describe|explain|tell me|summari[sz]e)\b",
        ),
        (AnswerType.NAME, r"(?:who|whom|whose|where|when)\b"),
    )
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: its words, its answer's type, the attribute as lower-case words, and what is written as a name.

    `framing` holds words that only serve to ask for the attribute, which no answer needs to repeat.
    """

    text: str
    asks: AnswerType
    attribute: str = ""
    names: tuple[str, ...] = ()
    resource: Resource | None = None
    framing: frozenset[str] = frozenset()


def parts_of(question: str) -> tuple[Part, ...]:
    """The parts of a question in order; at most three, a plain question is one part."""
    pieces = [piece.strip() for piece in _SPLIT.split(question) if len(piece.split()) > 1] or [question]
    return tuple(_part(piece) for piece in pieces[:3])


def names_in(text: str) -> tuple[str, ...]:
    """What is written as a name: capitals or digits within a word, or a capital where no sentence begins; runs joined."""
    found: list[str] = []
    end = -1
    for place, match in enumerate(_WORD.finditer(text)):
        word = match[0]
        follows = bool(found) and end == match.start() - 1
        begins = place and word[0].isupper()
        if word in _NOT_NAMES or not (_is_shaped(word) or begins or (follows and word.isdigit())):
            continue
        if follows:
            found[-1] += f" {word}"
        else:
            found.append(word)
        end = match.end()
    return tuple(dict.fromkeys(re.sub(r"['’]s\b", "", name) for name in found if len(name) > 1))


def _is_shaped(word: str) -> bool:
    digits = word[0].isalpha() and any(char.isdigit() for char in word)
    return digits or "+" in word or any(char.isupper() for char in word[1:])


def _part(text: str) -> Part:
    names = names_in(text)
    resource = next((kind for kind, pattern in RESOURCES if pattern.search(text)), None)
    told = re.match(r"\W*(?:how|why)\b", text, re.IGNORECASE) or _asked(text)[0] is AnswerType.NUMBER
    if resource and _RELEASE.search(text) and not told:
        return Part(text, AnswerType.RESOURCE, resource.value, names, resource)
    if worded := wording_of(text):
        asks = AnswerType.NUMBER if worded.counts else AnswerType.NAME
        return Part(text, asks, worded.attribute, names, framing=worded.framing)
    asks, attribute = _asked(text)
    framing = _OF_DEGREE if asks is AnswerType.NUMBER else frozenset()
    if asks is AnswerType.COMPARISON and _DIFFERENCE.search(text):
        framing = _OF_DIFFERENCE
    return Part(text, asks, attribute.lower().strip(), names, framing=framing)


def _asked(text: str) -> tuple[AnswerType, str]:
    """The type of the answer and the attribute asked for, as the question's own words tell them."""
    text = _KIND_OF.sub("", text)
    if found := _HEIGHT.search(text):
        return (AnswerType.NUMBER, found["noun"]) if found["noun"] else _named(found["given"])
    if found := _COUNTED.search(text) or _NUMBER_OF.search(text):
        return AnswerType.NUMBER, re.split(r"\s+(?=\w+ed\b)", found["noun"])[0]
    if found := _DEGREE.search(text):
        degree = found["adjective"] or found["more"] or found["degree"]
        return AnswerType.NUMBER, "" if degree.lower() in {"well", "good", "far", "often", "close"} else degree
    if found := _AMOUNT.search(text):
        return AnswerType.NUMBER, found["noun"] or ""
    if _DIFFERENCE.search(text):
        return AnswerType.COMPARISON, ""
    if _CAUSE.search(text):
        return AnswerType.REASON, ""
    if found := _OF.search(text):
        return _named(found["noun"] or found["own"])
    if found := _POSSESSIVE.search(text):
        return _named(found["noun"])
    if (found := _NOUN.search(text)) and not re.match(r"\W*(?:is|are|does|do|did|can)\b", text, re.IGNORECASE):
        return _named(found["noun"])
    lead = re.sub(r"^\W*(?:(?:please|so|and|but|then|according to [^,]+,)\W+)*", "", text).lower()
    asks = next((kind for kind, pattern in _LEADS if pattern.match(lead)), AnswerType.STATEMENT)
    if asks is AnswerType.YES_NO and " or " in lead:
        return AnswerType.COMPARISON, ""
    if asks is AnswerType.NAME:
        return asks, {"where": "place", "when": "date"}.get(lead.split()[0], "who")
    return asks, ""


def _named(noun: str) -> tuple[AnswerType, str]:
    words = noun.lower().split()
    measured = bool(_MEASURES & set(words[-1:])) or bool(words and words[0] in {"percentage", "fraction", "number"})
    return (AnswerType.NUMBER if measured else AnswerType.NAME), noun
