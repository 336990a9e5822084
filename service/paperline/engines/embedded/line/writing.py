"""Writing: the line made of the pair of halves that readers would grade best and that passes the checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise

from paperline.domain import grounding
from paperline.domain.provenance import Engine
from paperline.domain.summaries import ClaimKind, Line, LinePart, Origin, PartRole
from paperline.domain.text import Field
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.fragments import Fragment, origin_of, sentence_case
from paperline.engines.embedded.line.candidates import LINE_WORDS, WHAT_WORDS, Candidate, Form
from paperline.engines.embedded.line.explaining import explained
from paperline.engines.embedded.line.weighing.ranker import LineWeights
from paperline.engines.embedded.line.weighing.weighing import Weighed, weigh
from paperline.engines.embedded.line.weighing.worth import overlap, pair_worth, says_number
from paperline.engines.embedded.names.naming import Name
from paperline.engines.embedded.shortening import cut, strip_lead

_CONTRIBUTIONS, _RESULTS = 3, 4
_TRIES = 8
_GOOD_WHAT = 1.5  # grades of 4: below, a study is better told by what it found
_WORTH_SAYING = 0.7
_GOOD_SECOND, _GOOD_OTHER = 0.85, 1.2  # beside another finding, beside another offer
_FILLS = 0.2  # what a second half is worth where there is none better
_VERBS = (
    "achieve outperform surpass improve reduce reach attain exceed boost yield establish deliver obtain match accelerate increase cut set beat "
    "enable provide raise lower enhance lead result save"
).split()
_OPENS_WITH_VERB = re.compile(
    rf"((?:\w+ly )?)(?:({'|'.join(_VERBS)})|({'|'.join(verb.removesuffix('e') for verb in _VERBS)})(?:t?ing))\b(.*)",
    re.IGNORECASE | re.DOTALL,
)


def sentences_to_parse(abstract: Abstract) -> list[int]:
    """The sentences that may say what is offered or what came of it: only these are worth the parser's time."""
    judged = abstract.judged
    offering = _first(abstract, lambda i: judged[i].kinds[ClaimKind.CONTRIBUTION] + judged[i].tldr, _CONTRIBUTIONS)
    telling = _first(abstract, lambda i: judged[i].kinds[ClaimKind.RESULT] + 0.3 * judged[i].key, _RESULTS)
    behind = {index + 1 for index in offering[:1]} & set(range(len(abstract.sentences)))
    return sorted({*offering, *telling, *behind})


def _first(abstract: Abstract, value: Callable[[int], float], count: int) -> list[int]:
    return sorted(range(len(abstract.sentences)), key=lambda index: (-value(index), index))[:count]


def write_line(abstract: Abstract, weights: LineWeights | None = None) -> Line:
    """The line of any paper; `weights` are the packaged ones unless others are to be measured."""
    name = abstract.name
    whats, results = weigh(abstract, weights)
    first: Line | None = None
    for parts in islice(_arrangements(abstract, whats, results, name), _TRIES):
        for shown in dict.fromkeys((explained(abstract, parts), parts)):
            line = _assembled(abstract, shown)
            if line.checks.passed:
                return line
            first = first or line
    return first or _assembled(abstract, (_last_resort(abstract),))


def _arrangements(
    abstract: Abstract, whats: Sequence[Weighed], results: Sequence[Weighed], name: Name | None
) -> Iterator[tuple[LinePart, ...]]:
    """The ways to put the line, best first: two halves, findings alone where nothing else is worth saying, one half."""
    worthy = [result for result in results if result.value >= _WORTH_SAYING]
    offered = [what for what in whats if what.candidate.form is not Form.TITLE]
    weak = name is None and offered and offered[0].value < _GOOD_WHAT
    if not offered or (
        weak and any(result.value >= _GOOD_WHAT and _stands_alone(result.candidate) for result in worthy)
    ):
        alone = list(_findings_alone(worthy, name))
        yield from (parts for parts in alone if len(parts) > 1)
        yield from _pairs(abstract, [what for what in offered if what.value >= _WORTH_SAYING], worthy, name)
        yield from alone
    yield from _pairs(abstract, whats, worthy, name)
    if worthy and whats and worthy[0].value > whats[0].value:
        yield from _findings_alone(worthy, name)
    yield from _pairs(abstract, whats, [result for result in results if _FILLS <= result.value < _WORTH_SAYING], name)
    yield from _offers_alone(offered)
    yield from _findings_alone(worthy, name)
    for what in whats:
        yield (_what_part(what.candidate),)
    yield (_last_resort(abstract),)


def _pairs(
    abstract: Abstract, whats: Sequence[Weighed], results: Sequence[Weighed], name: Name | None
) -> Iterator[tuple[LinePart, LinePart]]:
    """Both halves together, best first, as far as they fit each other and the line."""
    pairs = [
        (_together(abstract.title, what, result), i, j)
        for i, what in enumerate(whats)
        for j, result in enumerate(results)
        if _words(what.candidate, result.candidate, name) <= LINE_WORDS
        and _apart(what.candidate, result.candidate)
        and _agree(what.candidate, result.candidate, name)
    ]
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        what, result = whats[i].candidate, results[j].candidate
        yield _what_part(what), _finding_part(result, subject=_subject_of(what, result, name))


def _subject_of(what: Candidate, result: Candidate, name: Name | None) -> Name | None:
    """The name as the subject of a second half that lacks one, where the first half is about something else."""
    lacking = result.headless and result.form is not Form.APPENDED and what.name is None
    return name if lacking and name and name.text not in what.text else None


def _together(title: str, what: Weighed, result: Weighed) -> float:
    return what.value + result.value + pair_worth(title, what.candidate, result.candidate)


def _findings_alone(results: Sequence[Weighed], name: Name | None) -> Iterator[tuple[LinePart, ...]]:
    """One or two findings of different sentences, the better first; one without its subject only behind the name."""
    named = [
        r.candidate for r in results[:1] if name and r.candidate.headless and r.candidate.form is not Form.APPENDED
    ]
    alone = [result for result in results if _stands_alone(result.candidate)]
    firsts = named or [result.candidate for result in alone[:1]]
    for first in firsts:
        opened = _finding_part(first, name=name) if named else _finding_part(first, opens=True)
        for second in (other.candidate for other in results if other.value >= _GOOD_SECOND):
            behind_name = named and second.headless and second.form is not Form.APPENDED
            if not (behind_name or _stands_alone(second)):
                continue
            apart = second.sentence != first.sentence and overlap(first, second) <= 0.5
            if not apart or len(opened.text.split()) + second.words > LINE_WORDS:
                continue
            if named or first.sentence < second.sentence:
                yield opened, _finding_part(second)
            else:
                yield _finding_part(second, opens=True), _finding_part(first)
        yield (opened,)
    if named and alone:
        yield (_finding_part(alone[0].candidate, opens=True),)


def _offers_alone(offered: Sequence[Weighed]) -> Iterator[tuple[LinePart, ...]]:
    """The best offer, with another of the same paper behind it where it has room, as under one name."""
    for first in offered[:1]:
        for second in (other for other in offered[1:] if other.value >= _GOOD_OTHER):
            said, more = first.candidate, second.candidate
            apart = more.sentence != said.sentence and overlap(said, more) <= 0.5 and more.form is not Form.STUDIED
            same = more.name is None or said.name is not None
            length = said.words + len(more.said.split())
            if apart and same and said.sentence < more.sentence and length <= LINE_WORDS:
                yield _what_part(said), _also_part(more)
        yield (_what_part(first.candidate),)


def _stands_alone(result: Candidate) -> bool:
    """Whether a finding opens a line: it has its subject, and is no bare phrase without a number (`the power of X`)."""
    return not result.headless and (result.form is not Form.REACHED or says_number(result.fragment.text))


def _agree(what: Candidate, result: Candidate, name: Name | None) -> bool:
    """Whether a second half without a subject can have the first as its: the named thing, or one thing where none is named."""
    if not result.headless or result.form is Form.APPENDED or what.name is not None or name is not None:
        return True
    return not (what.form is Form.TITLE or what.plural)


def _apart(what: Candidate, result: Candidate) -> bool:
    """Whether the halves are of different sentences, or of places that do not overlap."""
    if what.joined is not None and what.joined.sentence == result.sentence:
        return False
    if what.sentence != result.sentence:
        return True
    return what.fragment.runs[-1][1] <= result.fragment.runs[0][0]


def _what_part(what: Candidate) -> LinePart:
    said = what.said
    if what.name:
        text = f"{what.name.text}: {said[0].lower() + said[1:] if what.opens_small else said}"
    else:
        text = sentence_case(said)
    return LinePart(PartRole.WHAT, text, ((what.name.span,) if what.name else ()) + what.spans)


def _also_part(what: Candidate) -> LinePart:
    """Another offer behind the first, under the name that stands there."""
    said = what.said
    return LinePart(PartRole.WHAT, said[0].lower() + said[1:] if what.opens_small else said, what.spans)


def _words(what: Candidate, result: Candidate, name: Name | None) -> int:
    subject = _subject_of(what, result, name)
    return what.words + result.words + (len(subject.text.split()) if subject else 0)


def _finding_part(
    finding: Candidate, *, opens: bool = False, name: Name | None = None, subject: Name | None = None
) -> LinePart:
    """The finding as it reads: opening the line, behind the name and a colon, or with the name as its subject."""
    text = finding.fragment.text
    if finding.headless and not finding.plural:
        text = _inflected(text)
    if opens:
        text = sentence_case(text)
    elif finding.opens_small:
        text = text[0].lower() + text[1:]
    if subject is not None:
        return LinePart(PartRole.FINDING, f"{subject.text} {text}", (subject.span, *finding.fragment.spans))
    if name is None:
        return LinePart(PartRole.FINDING, text, finding.fragment.spans)
    return LinePart(PartRole.FINDING, f"{name.text}: {text}", (name.span, *finding.fragment.spans))


def _inflected(text: str) -> str:
    """`achieving 92%` or `achieve 92%` of one thing as `achieves 92%`, which stands behind its name."""
    if (found := _OPENS_WITH_VERB.fullmatch(text)) is None:
        return text
    adverb, base, stem, rest = found.groups()
    verb = (base or next(verb for verb in _VERBS if verb.removesuffix("e") == stem.lower())).lower()
    return f"{adverb}{verb}{'es' if verb.endswith(('ch', 'sh', 'ss')) else 's'}{rest}"


def _assembled(abstract: Abstract, parts: tuple[LinePart, ...]) -> Line:
    text = "; ".join(part.text for part in parts) + "."
    evidence = tuple(span for part in parts for span in part.evidence)
    checks = grounding.check(text, evidence, {Field.TITLE: abstract.title, Field.ABSTRACT: abstract.text})
    return Line(text, parts, _origin(abstract, parts), Engine.EMBEDDED, checks)


def _origin(abstract: Abstract, parts: tuple[LinePart, ...]) -> Origin:
    fields = {span.field for part in parts for span in part.evidence}
    if len(parts) > 1 or len(fields) > 1:
        return Origin.REWRITTEN
    (part,) = parts
    source = abstract.title if fields == {Field.TITLE} else abstract.text
    runs = tuple((span.start, span.end) for span in part.evidence)
    if any(after < before for (_, before), (after, _) in pairwise(runs)):
        return Origin.REWRITTEN
    fragment = Fragment(source, runs, next(iter(fields), Field.ABSTRACT))
    if fragment.text.casefold() != part.text.casefold():  # joined with words of ours
        return Origin.REWRITTEN
    wholes = [abstract.title, *(sentence.text for sentence in abstract.sentences)]
    return next(
        (Origin.VERBATIM for whole in wholes if origin_of(fragment, whole) is Origin.VERBATIM), Origin.COMPRESSED
    )


def _last_resort(abstract: Abstract) -> LinePart:
    """The title, else the first sentence, within the words that a line may have."""
    if title := abstract.title.strip().rstrip("."):
        start = abstract.title.index(title)
        fragment = Fragment(abstract.title, ((start, start + len(title)),), Field.TITLE)
        fragment = fragment if fragment.words <= WHAT_WORDS else cut(fragment, WHAT_WORDS)
    else:
        fragment = cut(strip_lead(Fragment.of(abstract.text, abstract.sentences[0])), LINE_WORDS)
    text = sentence_case(fragment.text) or abstract.sentences[0].text[:200]
    return LinePart(PartRole.WHAT, text, fragment.spans)
