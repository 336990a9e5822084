"""Findings: the ways in which the sentences of an abstract say what came of it, headline numbers protected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperline.domain import grounding
from paperline.domain.summaries import ClaimKind
from paperline.domain.syntax import Parse, between, indices
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import FINDING_WORDS, Candidate, Form, Subject
from paperline.engines.embedded.line.clauses import Clause, is_work, statements_of
from paperline.engines.embedded.line.cutting.losses import FINITE
from paperline.engines.embedded.line.cutting.pruning import prune
from paperline.engines.embedded.line.cutting.rendering import as_fragment, opens_small
from paperline.engines.embedded.line.statements import (
    Statement,
    attained,
    attained_by_name,
    outdoing,
    stated,
    subject_kind,
    told,
)
from paperline.engines.embedded.names.naming import Name
from paperline.engines.embedded.names.referring import can_mean, names_data

_SHORTER_WORDS = 12
_SURE, _RELEASES = 2.0, 4.0  # role scores: a contribution for certain, a release
_LIKELY = 0.5
_OF_WRITERS = re.compile(r"\b(?:we|our|this (?:paper|work|study|report|survey))\b", re.IGNORECASE)
_SHORT_ABSTRACT = 3  # sentences; in longer ones the first is background
# What is released is no finding, nor is what others did before; `respectively` needs both of its lists.
_SAYS_NOTHING = re.compile(
    r"^(?:previous|prior|traditional|conventional|existing) (?:methods?|approaches|works?|models|techniques|studies|frameworks)\b"
    r"|^(?!.*(?:\band\b|,).*\band\b).*\brespectively\b"
    r"|^(?:while|although|though|since|because|when|if)\b[^,]*$"  # a condition whose consequence was cut
    r"|^(?:[\w-]+ ){0,2}[\w-]+, \w+ing that\b"  # `models, indicating that …`
    r"|^[\d.]+ ?(?:\\?%|×|x),"  # a number without what it measures
    r"|^(?:(?!--).)*--\s(?:has|have|is|are|was|were)\b"  # what is left of an insertion
    r"|\bavailable (?:at|on|in|under|via)\b|\b(?:is|are) (?:\w+ )?available\b|https?:|\b(?:github|hf)\.\w",
    re.IGNORECASE,
)
_UNITS = ("%", "×", "x", "times", "points")
_RANGE = ("%", "×", "x", "-", "–", "to")
_AMOUNT = re.compile(r"\d[\d.,]*(?:%|×|x|X|[KMB])?(?:[-–]\d[\d.,]*(?:%|×|x)?)?")


def findings(abstract: Abstract, name: Name | None, offered_at: int = 0) -> list[Candidate]:
    """The statements that the parsed sentences make, in so many words as the second half may have, none that points outside.

    Where the subject is what the line has just named, it is left out: `X: …; reduces …`. What stands before the name and
    the contribution, or, where none is sure to be one, before `offered_at` and the writers' first sentence, is background.
    """
    writers = next((i for i, sentence in enumerate(abstract.sentences) if _OF_WRITERS.search(sentence.text)), 0)
    named = abstract.introduced(name) if name else len(abstract.sentences)
    unsure = max(offered_at, writers)
    sure = next((i for i, scores in enumerate(abstract.roles) if scores[ClaimKind.CONTRIBUTION] >= _SURE), unsure)
    begin = min(sure, named)
    return [
        candidate
        for index, parse in sorted(abstract.parses.items())
        if (index >= begin or _OF_WRITERS.search(abstract.sentences[index].text))
        and (index or len(abstract.sentences) <= _SHORT_ABSTRACT)
        and (
            abstract.roles[index][ClaimKind.RESOURCE] < _RELEASES
            or abstract.judged[index].kinds[ClaimKind.RESULT] > _LIKELY
        )
        for candidate in _of_sentence(abstract, index, parse, _known(abstract, index, begin, name))
    ]


def _known(abstract: Abstract, index: int, begin: int, name: Name | None) -> str | None:
    """What the thing is called that `our method` means in a sentence, empty where it has no name; None before it is offered."""
    if name is None:
        return "" if index > begin else None
    introduced = abstract.introduced(name)
    return name.text if index > (introduced if introduced < len(abstract.sentences) else begin) else None


def _of_sentence(abstract: Abstract, index: int, parse: Parse, known: str | None) -> Iterator[Candidate]:
    found = [
        candidate
        for clause in statements_of(parse)
        for meant in [_meant(abstract, index, parse, clause, known)]
        if not ((subject := subject_kind(parse, clause, meant)) is Subject.WRITERS and is_work(parse, clause.verb))
        for statement in stated(parse, clause, meant)
        for candidate in _candidates(abstract, index, parse, clause, statement, subject)
    ]
    if abstract.name:  # `X: improves the theory of X` is of another thing
        found = [one for one in found if not (one.headless and abstract.name.text in one.fragment.text.split())]
    data = abstract.name is not None and names_data(abstract, abstract.name)
    for clause, subject, statement in told(parse, None if data else known):
        found += _candidates(abstract, index, parse, clause, statement, subject)
    for clause in outdoing(parse, abstract.name.text if abstract.name else "", own=known is not None):
        meant = _meant(abstract, index, parse, clause, known or "")
        if meant is not None:
            by_own = Statement(clause.mask, Form.STATED, headless=True)
            found += _candidates(abstract, index, parse, clause, by_own, Subject.OWN)
    if abstract.name:
        for clause in attained_by_name(parse, abstract.name.text):
            by_name = Statement(clause.mask, Form.JOINED, headless=True)
            found += _candidates(abstract, index, parse, clause, by_name, Subject.NAME)
    for clause in attained(parse):
        reached = Statement(clause.mask, Form.REACHED, headless=False)
        found += _candidates(abstract, index, parse, clause, reached, Subject.NONE)
    yield from {candidate.fragment.text: candidate for candidate in reversed(found)}.values()


def _meant(abstract: Abstract, index: int, parse: Parse, clause: Clause, known: str | None) -> str | None:
    """What a clause's subject may mean: `known`, unless it can mean something else."""
    if known is None or clause.subject is None:
        return known
    words = parse.words(parse.subtrees[clause.subject])
    if words.lower() == "it" and _has_earlier_subject(parse, clause.subject):  # `while A wins, it fails`
        return None
    if abstract.name is None:
        return known
    if words.lower() == "this":  # `this results in a saving of 40%`, whatever `this` is
        return known
    return known if can_mean(abstract, index, words, abstract.name) else None


def _has_earlier_subject(parse: Parse, pronoun: int) -> bool:
    """Whether a sentence speaks of another single thing before its pronoun."""
    return any(parse.tokens[i].dep == "nsubj" and parse.tokens[i].tag in ("NN", "NNP") for i in range(pronoun))


def _candidates(
    abstract: Abstract, index: int, parse: Parse, clause: Clause, statement: Statement, subject: Subject
) -> Iterator[Candidate]:
    """A statement in two lengths where it has to be shortened, with its headline number where that is possible."""
    mask = statement.mask
    if not mask:
        return
    for protect in dict.fromkeys((_headline_number(parse, mask), 0)):
        made = prune(parse, mask, (FINDING_WORDS, _SHORTER_WORDS), protect=protect | 1 << clause.verb & mask)
        for pruned in made:
            fragment = as_fragment(abstract.text, abstract.sentences[index], parse, pruned.mask)
            if pruned.words < 4 or fragment.words > FINDING_WORDS:
                continue
            first = next(indices(pruned.mask))
            enabled = first > 0 and parse.tokens[first - 1].text == "to" and first == clause.verb
            opens_bare = parse.tokens[first].tag == "VB" and not enabled  # half of `must produce a patch`
            states = statement.form in (Form.REACHED, Form.APPENDED) or _is_statement(parse, pruned.mask)
            if (
                states
                and not opens_bare
                and not grounding.is_dangling(fragment.text)
                and not _SAYS_NOTHING.search(fragment.text)
            ):
                yield Candidate(
                    fragment, index, statement.form, subject, mask.bit_count(), pruned.lost, clause.depth,
                    opens_small=opens_small(abstract, index, parse, fragment), headless=statement.headless,
                    plural=statement.form is Form.APPENDED and not _is_of_one(parse, parse.tokens[clause.verb].head),
                )  # fmt: skip
        if made:
            return


def _is_of_one(parse: Parse, verb: int) -> bool:
    """Whether a verb, or its helper, is of one thing: `runs`, `is given`."""
    helper = parse.child(verb, "auxpass", "aux")
    return "VBZ" in (parse.tokens[verb].tag, parse.tokens[helper if helper is not None else verb].tag)


def _is_statement(parse: Parse, mask: int) -> bool:
    """Whether a finite verb is among the tokens, as the tagger sees it; `lead`, say, it may take for a noun."""
    return any(parse.tokens[index].tag in FINITE or parse.tokens[index].dep == "ROOT" for index in indices(mask))


def _headline_number(parse: Parse, mask: int) -> int:
    """The tokens of the first measured number, to the end of its range, which shortening must keep."""
    tokens = parse.tokens
    for index in indices(mask):
        token = tokens[index]
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        named = index > 0 and tokens[index - 1].tag in ("NNP", "NNPS")
        measured = following in _UNITS or "." in token.text or token.text.endswith(("x", "×", "%"))
        if _AMOUNT.fullmatch(token.text) and not named and measured:
            last = index
            while last + 1 < len(tokens) and (
                tokens[last + 1].text in _RANGE
                or (tokens[last].text in _RANGE and _AMOUNT.fullmatch(tokens[last + 1].text))
            ):
                last += 1
            return between(index, last) & mask
    return 0
