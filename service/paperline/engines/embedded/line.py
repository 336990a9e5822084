"""The line: what a paper offers and what came of it, in at most 30 words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperline.domain import grounding
from paperline.domain.provenance import Engine
from paperline.domain.summaries import ClaimKind, Line, LinePart, Origin, PartRole
from paperline.domain.text import Field
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.finding import FINDING_WORDS, Finding, findings
from paperline.engines.embedded.fragments import Fragment, origin_of, sentence_case
from paperline.engines.embedded.naming import find_name
from paperline.engines.embedded.roles import RoleScores
from paperline.engines.embedded.shortening import cut, is_whole, points_back, strip_lead
from paperline.engines.embedded.what import WHAT_WORDS, What, offers

LINE_WORDS = 30
_ALSO = re.compile(
    r"^(?:Additionally|Furthermore|Moreover|Finally|Besides|In addition|To facilitate)|\bwe (?:also|further|additionally|then)\b",
    re.IGNORECASE,
)
_WORTH_THE_WORDS = 0.7
_CONTRIBUTIONS = 3
_RESULTS = 4


def sentences_to_parse(abstract: Abstract) -> list[int]:
    """The sentences that may say what is offered or what came of it: only these are worth the parser's time."""
    roles, count = abstract.roles, len(abstract.sentences)
    late = [index for index in range(max(1, count - 2), count) if not roles[index][ClaimKind.RESOURCE]]
    return sorted(
        {*_ranked(roles, ClaimKind.CONTRIBUTION)[:_CONTRIBUTIONS], *_ranked(roles, ClaimKind.RESULT)[:_RESULTS], *late}
    )


def write_line(abstract: Abstract) -> Line:
    """The line of any paper; where no contribution can be told, the title says what."""
    what, said = _what(abstract, WHAT_WORDS)
    name = what.name if what else None
    titled = find_name(abstract.title, abstract.text)
    if what is None and titled is None and (alone := _finding(abstract, said, None, FINDING_WORDS)):
        return _assembled(abstract, [_finding_part(alone, alone=True)], Origin.COMPRESSED)
    lead = _lead(abstract, what)
    finding = _finding(abstract, said, name.text if name else None, _room(lead))
    shorter, elsewhere = _what(abstract, LINE_WORDS - FINDING_WORDS)
    if shorter and elsewhere == said:  # less of what it is may leave room for a better finding
        roomy = _finding(abstract, said, name.text if name else None, _room(_lead(abstract, shorter)))
        if roomy and (finding is None or roomy.worth > finding.worth + _WORTH_THE_WORDS):
            what, finding, lead = shorter, roomy, _lead(abstract, shorter)
    parts = [lead, _finding_part(finding)] if finding else [lead]
    return _assembled(abstract, parts, Origin.REWRITTEN if name or finding else _origin(abstract, what))


def _finding_part(finding: Finding, *, alone: bool = False) -> LinePart:
    text = finding.fragment.text
    if alone:
        text = sentence_case(text)
    elif finding.opens_small:
        text = text[0].lower() + text[1:]
    return LinePart(PartRole.FINDING, text, finding.fragment.spans)


def _assembled(abstract: Abstract, parts: list[LinePart], origin: Origin) -> Line:
    text = "; ".join(part.text for part in parts) + "."
    evidence = tuple(span for part in parts for span in part.evidence)
    checks = grounding.check(text, evidence, {Field.TITLE: abstract.title, Field.ABSTRACT: abstract.text})
    return Line(text, tuple(parts), origin, Engine.EMBEDDED, checks)


def _room(lead: LinePart) -> int:
    return min(FINDING_WORDS, LINE_WORDS - len(lead.text.split()))


def _ranked(roles: Sequence[RoleScores], kind: ClaimKind) -> list[int]:
    """The sentences that play a role at all, strongest first."""
    return sorted((i for i, scores in enumerate(roles) if scores[kind] > 0), key=lambda i: (-roles[i][kind], i))


def _what(abstract: Abstract, most_words: int) -> tuple[What | None, int]:
    name = find_name(abstract.title, abstract.text)
    best: tuple[float, What, int] | None = None
    for index, parse in sorted(abstract.parses.items()):
        for what in offers(abstract.text, abstract.sentences[index], parse, name, most_words=most_words):
            score = (
                what.worth
                + min(abstract.roles[index][ClaimKind.CONTRIBUTION], 4) / 2
                - 0.1 * index
                - 1.2 * bool(_ALSO.search(abstract.sentences[index].text))
            )
            score -= 1.5 * points_back(what.fragment.text)
            score += 1.2 * bool(name and name.text in abstract.sentences[index].text)
            if (
                is_whole(what.fragment.text)
                and not grounding.is_dangling(what.fragment.text)
                and (best is None or score > best[0])
            ):
                best = (score, what, index)
    return (best[1], best[2]) if best else (None, -1)


def _lead(abstract: Abstract, what: What | None) -> LinePart:
    if what:
        named = f"{what.name.text}: {what.fragment.text}" if what.name else sentence_case(what.fragment.text)
        evidence = ((what.name.span,) if what.name else ()) + what.fragment.spans
        return LinePart(PartRole.WHAT, named, evidence)
    fragment = _fallback(abstract)
    return LinePart(PartRole.WHAT, sentence_case(fragment.text) or abstract.sentences[0].text[:200], fragment.spans)


def _fallback(abstract: Abstract) -> Fragment:
    """The title, else the first sentence, shortened."""
    if title := abstract.title.strip().rstrip("."):
        start = abstract.title.index(title)
        fragment = Fragment(abstract.title, ((start, start + len(title)),), Field.TITLE)
        return fragment if fragment.words <= WHAT_WORDS else cut(fragment, WHAT_WORDS)
    return cut(strip_lead(Fragment.of(abstract.text, abstract.sentences[0])), LINE_WORDS)


def _finding(abstract: Abstract, said: int, name: str | None, room: int) -> Finding | None:
    best: tuple[float, Finding] | None = None
    begin = next((i for i, scores in enumerate(abstract.roles) if scores[ClaimKind.CONTRIBUTION] >= 2), 0)
    for index, parse in sorted(abstract.parses.items()):
        role = abstract.roles[index][ClaimKind.RESULT]
        if index == said or index < begin or (index == 0 and len(abstract.sentences) > 3):
            continue
        for finding in findings(abstract.text, abstract.sentences[index], parse, name=name, room=room):
            score = finding.worth + min(role, 4) / 2 - 1.5 * (role <= 0)
            score -= min(abstract.roles[index][ClaimKind.PROBLEM], 3) / 3
            if is_whole(finding.fragment.text) and (best is None or score > best[0]):
                best = (score, finding)
    return best[1] if best else None


def _origin(abstract: Abstract, what: What | None) -> Origin:
    if what:
        return Origin.COMPRESSED
    fragment = _fallback(abstract)
    return origin_of(fragment, abstract.title if fragment.field is Field.TITLE else abstract.sentences[0].text)
