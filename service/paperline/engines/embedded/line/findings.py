"""Findings: the ways in which the sentences of an abstract say what came of it, headline numbers protected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperline.domain import grounding
from paperline.domain.summaries import ClaimKind
from paperline.domain.syntax import Parse, between, indices
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import FINDING_WORDS, Candidate, Form, Subject
from paperline.engines.embedded.line.clauses import Clause, is_own, is_work, is_writers, statements_of
from paperline.engines.embedded.line.cutting.pruning import prune
from paperline.engines.embedded.line.cutting.rendering import as_fragment, opens_small
from paperline.engines.embedded.naming import Name

_SHORTER_WORDS = 12
_SURE, _RELEASES = 2.0, 4.0  # role scores: a contribution for certain, a release
_SHORT_ABSTRACT = 3  # sentences; in longer ones the first is background
_AMOUNT = re.compile(r"\d[\d.,]*(?:%|×|x|X|[KMB])?(?:[-–]\d[\d.,]*(?:%|×|x)?)?")
_REACHES = re.compile(
    r"(?:achiev|obtain|attain|reach|report|deliver|observ|gain|record|get|set|establish|demonstrat|show)\w*",
    re.IGNORECASE,
)


def findings(abstract: Abstract, name: Name | None) -> list[Candidate]:
    """The statements that the parsed sentences make, in so many words as the second half may have, none that points outside.

    Where the subject is what the line has just named, it is left out: `X: …; reduces …`.
    """
    begin = next((i for i, scores in enumerate(abstract.roles) if scores[ClaimKind.CONTRIBUTION] >= _SURE), 0)
    return [
        candidate
        for index, parse in sorted(abstract.parses.items())
        if index >= begin
        and (index or len(abstract.sentences) <= _SHORT_ABSTRACT)
        and abstract.roles[index][ClaimKind.RESOURCE] < _RELEASES
        for candidate in _of_sentence(
            abstract, index, parse, name.text if name and index > abstract.introduced(name.text) else None
        )
    ]


def _of_sentence(abstract: Abstract, index: int, parse: Parse, name: str | None) -> Iterator[Candidate]:
    sentence = abstract.sentences[index]
    seen = set()
    for clause in statements_of(parse):
        mask, form = _without_own_subject(parse, clause, name)
        subject = _subject(parse, clause, name)
        if not mask or (subject is Subject.WRITERS and is_work(parse, clause.verb)):
            continue
        numbers = _headline_number(parse, mask)
        for protect in dict.fromkeys((numbers, 0)):
            made = prune(parse, mask, (FINDING_WORDS, _SHORTER_WORDS), protect=protect | 1 << clause.verb & mask)
            for pruned in made:
                fragment = as_fragment(abstract.text, sentence, parse, pruned.mask)
                if pruned.words < 4 or fragment.words > FINDING_WORDS or fragment.text in seen:
                    continue
                seen.add(fragment.text)
                opens_bare = parse.tokens[next(indices(pruned.mask))].tag == "VB"  # half of `must produce a patch`
                if not opens_bare and not grounding.is_dangling(fragment.text):
                    yield Candidate(
                        fragment, index, form, subject, parse.tokens[clause.verb].text.lower(), mask.bit_count(),
                        pruned.lost, clause.depth, opens_small=opens_small(abstract, index, parse, fragment),
                        headless=form is not Form.REACHED
                        and not (clause.subject is not None and mask >> clause.subject & 1),
                    )  # fmt: skip
            if made:
                break


def _subject(parse: Parse, clause: Clause, name: str | None) -> Subject:
    if clause.subject is None:
        return Subject.NONE
    if is_writers(parse, clause.subject):
        return Subject.WRITERS
    if is_own(parse, clause.subject, name):
        return (
            Subject.NAME
            if name and name.casefold() in parse.words(parse.subtrees[clause.subject]).casefold()
            else Subject.OWN
        )
    return Subject.OTHER


def _without_own_subject(parse: Parse, clause: Clause, name: str | None) -> tuple[int, Form]:
    """The statement without a subject that the reader knows; `we achieve 92 %` becomes `92 %`."""
    subject, verb = clause.subject, clause.verb
    tokens = parse.tokens
    form = _form(parse, clause)
    if subject is None or not clause.mask >> subject & 1:
        return clause.mask, form
    if is_writers(parse, subject):
        reached = parse.child(verb, "dobj")
        if _REACHES.fullmatch(tokens[verb].text) and reached is not None and reached > verb:
            begin = min(indices(parse.subtrees[reached]))
            return clause.mask & ~between(0, begin - 1), Form.REACHED
        return clause.mask, form
    if name and is_own(parse, subject, name) and tokens[verb].tag == "VBZ":
        return _from_verb(parse, clause), form
    return clause.mask, form


def _form(parse: Parse, clause: Clause) -> Form:
    dep = parse.tokens[clause.verb].dep
    if dep == "ccomp":
        return Form.REPORTED
    if dep == "conj":
        return Form.JOINED
    return Form.APPENDED if dep in ("advcl", "acl", "parataxis") else Form.STATED


def _from_verb(parse: Parse, clause: Clause) -> int:
    """The statement from its verb on, with the adverbs and auxiliaries that stand right before it."""
    begin = clause.verb
    while (
        begin
        and parse.tokens[begin - 1].head == clause.verb
        and parse.tokens[begin - 1].dep in ("advmod", "aux", "auxpass", "neg")
    ):
        begin -= 1
    return clause.mask & ~between(0, begin - 1)


def _headline_number(parse: Parse, mask: int) -> int:
    """The tokens of the first measured number, which shortening must keep."""
    for index in indices(mask):
        token = parse.tokens[index]
        following = parse.tokens[index + 1].text if index + 1 < len(parse.tokens) else ""
        named = index > 0 and parse.tokens[index - 1].tag in ("NNP", "NNPS")
        if (
            _AMOUNT.fullmatch(token.text)
            and not named
            and (
                following in ("%", "×", "x", "times", "points")
                or "." in token.text
                or token.text.endswith(("x", "×", "%"))
            )
        ):
            return 1 << index
    return 0
