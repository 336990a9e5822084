"""Mechanisms: how the offered thing works, from a sentence behind the offer or the opener of its own, joined to its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from paperline.domain import grounding
from paperline.domain.summaries import ClaimKind
from paperline.domain.syntax import Parse, between, indices
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import WHAT_WORDS, Candidate, Form, Joined
from paperline.engines.embedded.line.clauses import is_own, is_writers, subject_of
from paperline.engines.embedded.line.cutting.pruning import prune
from paperline.engines.embedded.line.cutting.rendering import as_fragment
from paperline.engines.embedded.line.statements import follows_name
from paperline.engines.embedded.names.naming import Name, same_name

_NEAR = 3  # sentences behind the offer
_LONGEST_OFFER, _LEAST_WORDS = 13, 4
_OPENABLE = (Form.OFFERED, Form.IS, Form.PASSIVE, Form.DOES)
_USED = re.compile(r"(?:us|employ|leverag|utili[sz]|adopt|appl|exploit|combin)(?:e|es|y|ies|s|ing)?", re.IGNORECASE)
_MADE = re.compile(r"(?:introduc|propos|develop|design|devis|incorporat|integrat)e?s?", re.IGNORECASE)
_NO_MECHANISM = re.compile(
    r"(?:outperform|achiev|surpass|demonstrat|show|exceed|attain|reach|match|aim|seek|remain|highlight|reveal|suggest|establish|yield|"
    r"deliver|provid|offer|open|pave|help|support|serve|excel|improv|increas|enhanc|boost|approach|can|could|may|will|mark|set)\w*",
    re.IGNORECASE,
)
_BESIDES = re.compile(r"(?:additionally|in addition|furthermore|moreover|besides|finally|extensive|experiment|to (?:evaluate|validate|support|facilitate|assess))", re.IGNORECASE)  # fmt: skip
_MEANS = re.compile(
    r"powered|built|based|driven|guided|grounded|composed|equipped|structured|organi[sz]ed|implemented|formulated|trained",
    re.IGNORECASE,
)
_NOT_PARTS = re.compile(
    r"\b(?:experiments?|evaluations?|results?|analys[ei]s|stud(?:y|ies)|benchmarks?|datasets?|corpus|metrics?|surveys?|baselines?|insights?)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:this|these|those|such|it|they|their|both|them|our|we)\b", re.IGNORECASE)
_UNNAMED_PARTS = re.compile(
    r"\b(?:two|three|four|five|several|key|core|novel|main|multiple) (?:\w+[ -]){0,2}"
    r"(?:components|modules|stages|techniques|innovations|designs|strategies|steps|aspects|phases|contributions|mechanisms)$",
    re.IGNORECASE,
)
_HEAVY = re.compile(r", \w+ed\b|\b(?:only|\w+ly)$")
_RELATIVE = re.compile(r"\b(?:that|which)\b")


def with_mechanism(abstract: Abstract, offered: list[Candidate], name: Name | None) -> list[Candidate]:
    """The short ones among the offers, each with what its opener or a near later sentence says of its working, where that fits."""
    opened = [
        replace(base, joined=joined)
        for base in offered
        if base.form is Form.DOES and base.words <= _LONGEST_OFFER
        for joined in _opener(abstract, base)
    ]
    return opened + [
        replace(base, joined=joined)
        for base in offered
        if base.form in _OPENABLE and base.words <= _LONGEST_OFFER and not base.plural and not base.other_name and base.depth == 0
        for index in range(base.sentence + 1, base.sentence + 1 + _NEAR)
        if index in abstract.parses and _may_tell(abstract, index)
        for joined in _joined(abstract, index, abstract.parses[index], base, name)
    ]  # fmt: skip


def _opener(abstract: Abstract, base: Candidate) -> Iterator[Joined]:
    """Of `by joining A and B, X does C`, how X does it, to stand behind what it does."""
    parse = abstract.parses[base.sentence]
    begin = base.fragment.spans[0].start - abstract.sentences[base.sentence].start
    verb = next((place for place, token in enumerate(parse.tokens) if token.start >= begin), 0)
    for opener in range(verb):
        token = parse.tokens[opener]
        by = token.text.lower() in ("by", "through", "via") and token.dep == "prep"
        means = parse.child(opener, "pcomp") if by else None
        if means is None or parse.tokens[means].tag != "VBG" or opener > 1:
            continue
        mask = between(means, parse.subtrees[opener].bit_length() - 1)
        yield from _fitting(abstract, base.sentence, parse, " by", mask, 1 << means, WHAT_WORDS - base.words - 1)


def _may_tell(abstract: Abstract, index: int) -> bool:
    roles = abstract.roles[index]
    return not _BESIDES.match(abstract.sentences[index].text) and roles[ClaimKind.RESOURCE] < 4


def _joined(abstract: Abstract, index: int, parse: Parse, base: Candidate, name: Name | None) -> Iterator[Joined]:
    room = WHAT_WORDS - base.words
    for root in parse.roots:
        for glue, mask, verb in _told(parse, root, base, name):
            yield from _fitting(abstract, index, parse, glue, mask, 1 << verb & mask, room - len(glue.split()))


def _fitting(
    abstract: Abstract, index: int, parse: Parse, glue: str, mask: int, protect: int, room: int
) -> Iterator[Joined]:
    """The tokens in at most so many words, where they tell something without pointing outside."""
    for pruned in prune(parse, mask, (room,), protect=protect):
        fragment = as_fragment(abstract.text, abstract.sentences[index], parse, pruned.mask)
        text = fragment.text
        if (
            pruned.words >= _LEAST_WORDS
            and not _POINTS.search(text)
            and not _UNNAMED_PARTS.search(text)
            and not grounding.is_dangling(text)
        ):
            yield Joined(fragment, index, glue)


def _told(parse: Parse, root: int, base: Candidate, name: Name | None) -> Iterator[tuple[str, int, int]]:
    """Glue, the tokens behind it, and the word among them that stays."""
    subject = subject_of(parse, root)
    if subject is None:
        return
    token = parse.tokens[root]
    known = name.text if name else ""
    own = is_own(parse, subject, known) or (
        name is not None
        and (same_name(parse.words(parse.subtrees[subject]), known) or follows_name(parse, root, known))
    )
    if (
        own
        and token.tag == "VBZ"
        and not _NO_MECHANISM.fullmatch(token.text)
        and token.text.lower() not in ("is", "has")
    ):
        begin = root
        while begin and parse.tokens[begin - 1].tag == "RB":
            begin -= 1
        yield _glue(base), _to_end(parse, begin), root
    elif own and token.tag == "VBN" and _MEANS.fullmatch(token.text) and base.form is not Form.DOES:
        yield ",", _to_end(parse, root), root
    elif (own or is_writers(parse, subject)) and token.tag in ("VBZ", "VBP", "VB"):
        thing = parse.child(root, "dobj")
        used, made = _USED.fullmatch(token.text), _MADE.fullmatch(token.text)
        if thing is None or not (used or made):
            return
        mask = _to_end(parse, min(indices(parse.subtrees[thing])))
        if not _NOT_PARTS.search(parse.words(parse.subtrees[thing])):
            yield (", using" if used else ", with"), mask, thing


def _to_end(parse: Parse, begin: int) -> int:
    last = len(parse.tokens) - 1
    while last >= begin and parse.tokens[last].text in (".", "!", "?", ";", ":"):
        last -= 1
    return between(begin, last)


def _glue(base: Candidate) -> str:
    """What joins a description and a working: `that` only where nothing but the description's own noun can be meant."""
    if base.form is Form.DOES:
        return " and"
    return (
        " and" if _RELATIVE.search(base.fragment.text) else ", which" if _HEAVY.search(base.fragment.text) else " that"
    )
