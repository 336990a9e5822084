"""Amounts: whether a sentence states how much: a gain, a saving, a speed, a size, with its number beside its verb."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from paperline.domain.grounding.quantities import Quantity, quantities
from paperline.domain.ranking.terms import terms
from paperline.engines.embedded.answering.statements.synonyms import is_met

_PLAIN_GAIN = re.compile(
    r"\b(?:improv|outperform|surpass|exceed|increas|boost|rais|lift|gain|better|higher|advantage|beat|margin)\w*",
    re.IGNORECASE,
)
_GAIN = re.compile(
    r"\b(?:improv|outperform|surpass|exceed|increas|boost|rais|lift|gain|better|higher|advantage|lead|beat|win|margin|enhanc|over|ahead|up)\w*",
    re.IGNORECASE,
)
_GAINED = re.compile(r"\b(?:improv|increas|boost|rais|lift)\w*\b[^.;]{0,60}\b(?:by|for|from)\s\+?\d", re.IGNORECASE)
_SAVING = re.compile(
    r"\b(?:reduc|cut|lower|sav|shrink|shrunk|decreas|compress|drop|fewer|less|cheaper|smaller|shorter|minimi|only|eliminat|slash|halv|trim|prun)\w*",
    re.IGNORECASE,
)
_SPEED = re.compile(
    r"\b(?:speed\w*|faster|accelerat\w+|quicker|throughput|latency|runtime|run-?time|(?:inference|training|decoding|running) time|slower|efficien\w+)\b",
    re.IGNORECASE,
)
_PLAIN_SPEED = re.compile(r"\b(?:speed-?\s?ups?|faster|accelerat\w+|quicker|speeds? \w*|sped)\b", re.IGNORECASE)
_TRAINED = re.compile(
    r"\b(?:pre-?|re-?)?(?:train|fine-?tun|learn|post-train)\w*\b|\btraining (?:data|set|corpus)\b", re.IGNORECASE
)
_OF_DATA = re.compile(
    r"\b(?:hours?|tokens?|samples?|images?|videos?|examples?|pairs?|instances?|problems?|trajectories|demonstrations?|clips?|episodes?|data|corpus|"
    r"questions?|prompts?|frames?|papers?|documents?|pages?|sentences?|dialogues?|scenes?|annotations?|entries|conversations?|triplets?|shots?|masks?|identit(?:y|ies)|expressions?|prompts?)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"\b(?:contain|compris|consist|includ|span|featur|cover|total|hold|with|of)\w*\b", re.IGNORECASE)
_RUN_UNITS = frozenset({"ms", "s", "min", "h", "fps", "hz"})
_SIZED = re.compile(r"(?<![\w.])\d+(?:\.\d+)?\s?-?[BM]\b|-\d+(?:\.\d+)?[BM]\b")
_REACH = 90
_NEAR = 60


def amounts(text: str) -> list[Quantity]:
    """The quantities of a text that are no part of a name such as `Qwen2.5` and do not number an item such as `(2)`."""
    return [item for item in quantities(text) if not _of_name(text, item) and not _numbers_item(text, item)]


def change_of(attribute: str) -> tuple[str, str]:
    """The kind of change that an attribute speaks of, empty for none, and what is left of its words."""
    for kind, pattern in _CHANGES.items():
        if (found := pattern.search(attribute)) is not None:
            rest = attribute[: found.start()] + attribute[found.end() :]
            left = [word for word in re.findall(r"[\w'+-]+", rest) if word.lower() not in _IDLE]
            return kind, " ".join(left)
    return "", " ".join(word for word in attribute.split() if word.lower() not in _IDLE)


def changes(text: str, item: Quantity, kind: str) -> bool:
    """Whether a quantity stands beside a word for this kind of change."""
    return bool(_beside(text, _CHANGES[kind], [item]))


def reduction(text: str, of: frozenset[str]) -> float:
    """How surely a sentence states by how much something is reduced; `of` holds the stems of what it is, if it is said."""
    relative = [item for item in amounts(text) if item.units & {"%", "times"}]
    near = _beside(text, _SAVING, relative)
    if of:
        things = [
            match for match in re.finditer(r"[\w-]+", text) if any(is_met(term, set(terms(match[0]))) for term in of)
        ]
        if not things:
            return 0.0
        bound = [
            item for _, item in _beside(text, re.compile("|".join(re.escape(match[0]) for match in things)), relative)
        ]
        if bound and near:
            return 1.0
        return 0.6 if bound else 0.3 if near else 0.15
    return 1.0 if near else 0.2 if relative and _SAVING.search(text) else 0.0


def _improvement(text: str) -> float:
    every = amounts(text)
    relative = [item for item in every if item.units & {"%", "points", "times", "db"}]
    if not relative and _GAINED.search(text) and every:
        return 0.8
    if not relative or not _GAIN.search(text):
        return 0.0
    near = _beside(text, _PLAIN_GAIN, relative)
    if not near:
        return 0.4
    gap, item = min(near, key=lambda pair: pair[0])
    rivals = [
        other for other in (*_beside(text, _SAVING, [item]), *_beside(text, _PLAIN_SPEED, [item])) if other[0] < gap
    ]
    bare = "times" in item.units and not item.units & {"%", "points"} and _PLAIN_SPEED.search(text)
    return 0.5 if rivals or bare else 1.0


def _speedup(text: str) -> float:
    relative = [item for item in amounts(text) if item.units & {"%", "times"}]
    if _beside(text, _PLAIN_SPEED, relative):
        return 1.0
    return 0.8 if _beside(text, _SPEED, relative) else 0.0


def _running(text: str) -> float:
    absolute = [item for item in amounts(text) if item.units & _RUN_UNITS]
    if absolute:
        return 1.0
    if re.search(r"tokens (?:per second|/s)|tokens/s|frames per second|real[- ]time", text, re.IGNORECASE):
        return 1.0 if amounts(text) and "per" in text else 0.6
    return 0.5 * _speedup(text)


def _training_data(text: str) -> float:
    for item in amounts(text):
        after = text[item.end : item.end + _NEAR]
        if _OF_DATA.search(re.split(r"[.;,]\s", after)[0]) and not item.units & {"%", "times"}:
            near = [
                gap
                for gap in (_gap(text, m.start(), m.end(), item) for m in _TRAINED.finditer(text))
                if gap is not None
            ]
            if near and min(near) <= _REACH:
                return 1.0
    return 0.0


def _size(text: str) -> float:
    """Full where several kinds of things are counted or one is said to be held; less where one is only counted."""
    counted = [
        item
        for item in amounts(text)
        if not item.units & {"%", "times"}
        and _OF_DATA.search(re.split(r"[.;,]\s", text[item.end : item.end + _NEAR])[0])
    ]
    return 1.0 if len(counted) > 1 or (counted and _HOLDS.search(text)) else 0.7 if counted else _parameters(text)


def _parameters(text: str) -> float:
    if any(
        _gap(text, m.start(), m.end(), item) in range(30)
        for m in re.finditer(r"\bparam\w*", text, re.IGNORECASE)
        for item in quantities(text)
    ):
        return 1.0
    return 0.6 if _SIZED.search(text) else 0.0


def _of_name(text: str, item: Quantity) -> bool:
    before = text[max(0, item.start - 1) : item.start]
    return (
        before.isalpha() or before in {"-", "_"} or (text[item.end : item.end + 1].isalpha() and not item.units - {""})
    )


def _numbers_item(text: str, item: Quantity) -> bool:
    return text[item.end : item.end + 1] == ")" and item.value < 10 and not item.units - {""}


def _beside(text: str, cue: re.Pattern[str], items: list[Quantity], reach: int = _REACH) -> list[tuple[int, Quantity]]:
    """The quantities that stand within reach of a cue in the same clause, each with its distance."""
    found = []
    for item in items:
        gaps = [_gap(text, match.start(), match.end(), item) for match in cue.finditer(text)]
        near = [gap for gap in gaps if gap is not None and gap <= reach]
        if near:
            found.append((min(near), item))
    return found


def _gap(text: str, start: int, end: int, item: Quantity) -> int | None:
    between = text[end : item.start] if end <= item.start else text[item.end : start]
    return None if ";" in between or ". " in between else len(between)


_CHANGES: Mapping[str, re.Pattern[str]] = {"speed": _PLAIN_SPEED, "saving": _SAVING, "gain": _PLAIN_GAIN}
_IDLE = frozenset(
    "make makes made run runs get gets is are be things something anything at strongest best baseline baselines earlier previous prior existing benchmark benchmarks task tasks by strong a an the some performance results result over relative average report reported and in on of than it them thing things models model method".split()
)
AMOUNTS: Mapping[str, Callable[[str], float]] = {
    "improvement": _improvement, "speed-up": _speedup, "running speed": _running, "training data": _training_data,
    "parameters": _parameters, "size": _size,
}  # fmt: skip
