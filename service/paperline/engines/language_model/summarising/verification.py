"""Verification: what of a model's summary stands, by its numbers and the checks; the spans are the store's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paperline.domain.addressed import addresses_a_model, visible
from paperline.domain.grounding import leans
from paperline.domain.grounding.headline import headline_numbers, keeps_headline, tells_outcome
from paperline.domain.provenance import Engine
from paperline.domain.summaries import CheckName, Checks, Claim, ClaimKind, Line, LinePart, PartRole
from paperline.domain.text import Field, Span, is_well_formed, split_sentences
from paperline.engines.language_model.bearing_out import failures
from paperline.engines.language_model.summarising.belonging import is_about, speaks_otherwise, stands_apart
from paperline.engines.language_model.summarising.keywords import kept_keywords
from paperline.engines.language_model.summarising.origins import joined, origin_of
from paperline.engines.language_model.summarising.prompting import Asked
from paperline.engines.language_model.summarising.reply import Reply, Statement
from paperline.observability.metrics import MODEL_CITATIONS_REJECTED, MODEL_SENTENCES

LEAST_CLAIMS, MOST_CLAIMS = 2, 5
_WORDS = {PartRole.WHAT: 18, PartRole.FINDING: 16}
_LINE_WORDS, _MOST_LINE_WORDS = 30, 36
_MOST_CLAIM_WORDS = 60
_MOST_CHARACTERS = 600
_MOST_CITED = 3
_SAME_WORDS = 0.9  # of two claims' words together
_WORD = re.compile(r"\w+")
_HANGING = re.compile(
    r"(?:\b(?:and|or|of|for|with|by|to|the|an?|than|that|which|in|on|at|from|as|into|via|through|across|between|our|their|its|is|are|while|up)"
    r"|[:–—(-])$",
    re.IGNORECASE,
)
_TOLD: dict[CheckName, str] = {
    CheckName.SPANS: "`from` must list one to three of the numbers shown",
    CheckName.NUMBERS: "a number or unit is not as in the sentences of `from`",
    CheckName.NAMES: "it has a name or address that the paper does not have",
    CheckName.NEGATION: "it denies what the sentences affirm, or affirms what they deny",
    CheckName.COMPARISON: "a comparison, direction or bound is not as in the sentences of `from`",
    CheckName.STANDALONE: "it points at something that it does not name",
    CheckName.OTHER_PAPER: "it says what the sentences of `from` do not say, or in other words than the paper's",
}
_ANOTHER_PAPER = "The reply is about another paper than the one between the marker lines."


@dataclass(frozen=True, slots=True)
class Judged:
    """What of one reply can be shown: the line if it stands, claims that passed, those that failed, keywords.

    `faults` are all that a second reply should put right; `strays` where the reply is about another paper.
    """

    line: Line | None
    passed: tuple[Claim, ...]
    failed: tuple[Claim, ...]
    keywords: tuple[str, ...]
    faults: tuple[str, ...]
    strays: bool = False


@dataclass(frozen=True, slots=True)
class _Verified:
    """A statement with its text as shown, its spans, and what failed."""

    said: Statement
    place: int
    text: str
    evidence: tuple[Span, ...]
    failed: frozenset[CheckName]

    @property
    def fault(self) -> str | None:
        """What is wrong with the statement, in words for the model."""
        told = "; ".join(_TOLD[name] for name in CheckName if name in self.failed)
        return f'Statement {self.place} ("{self.said.kind}"): {told}.' if told else None


def judged(reply: Reply, asked: Asked, others: Iterable[str]) -> Judged:
    """What stands of a reply to this request; nothing where it is about another paper, of which `others` are the texts."""
    paper = f"{asked.fields[Field.TITLE]} . {asked.fields[Field.ABSTRACT]}"
    if not is_about(reply.text(), paper, others):
        MODEL_SENTENCES.add("failed", amount=len(reply.statements))
        return Judged(None, (), (), (), (_ANOTHER_PAPER,), strays=True)
    statements = [_verified(said, place, asked, paper) for place, said in enumerate(reply.statements, 1)]
    broken = sum(bool(each.failed) for each in statements)
    MODEL_SENTENCES.add("failed", amount=broken)
    MODEL_SENTENCES.add("passed", amount=len(statements) - broken)
    line, wrong = _line(statements, asked)
    claims = _claims(statements)
    passed = tuple(claim for claim in claims if claim.checks.passed)
    faults = [*wrong, *(each.fault for each in statements if each.fault and isinstance(each.said.kind, ClaimKind))]
    if len(passed) < LEAST_CLAIMS <= len(asked.sentences) and len(passed) == len(claims):
        faults.append("There are fewer than two claims.")
    return Judged(
        line, passed[:MOST_CLAIMS], tuple(claim for claim in claims if not claim.checks.passed),
        kept_keywords(reply.keywords, paper), tuple(faults),
    )  # fmt: skip


def _verified(said: Statement, place: int, asked: Asked, paper: str) -> _Verified:
    cited = [asked.shown[number] for number in said.numbers if number in asked.shown][:_MOST_CITED]
    unknown = sum(number not in asked.shown for number in said.numbers)
    MODEL_CITATIONS_REJECTED.add("key", amount=unknown)
    evidence = tuple(sorted(cited, key=lambda span: (span.field is Field.ABSTRACT, span.start)))
    text = _cleaned(said.text)
    if not text:
        return _Verified(said, place, "", evidence, frozenset({CheckName.OTHER_PAPER}))
    failed = failures(text, evidence, asked.fields) if evidence else {CheckName.SPANS}
    if leans(text):  # its evidence as it stands, too: a summary is read without what stands before it
        failed.add(CheckName.STANDALONE)
    if unknown or len(said.numbers) > _MOST_CITED:
        failed.add(CheckName.SPANS)
    if addresses_a_model(text) or speaks_otherwise(text, paper) or _is_put_in(said, evidence, asked):
        failed.add(CheckName.OTHER_PAPER)
    return _Verified(said, place, text, evidence, frozenset(failed))


def _is_put_in(said: Statement, evidence: Sequence[Span], asked: Asked) -> bool:
    """Whether the statement rests on what has nothing to do with the rest of the paper; where code is, may."""
    if said.kind is ClaimKind.RESOURCE or not evidence:
        return False
    rest = [span.text for span in asked.shown.values() if span not in evidence]
    return stands_apart([span.text for span in evidence], rest)


def _cleaned(text: str) -> str:
    """The text in one line, empty where there is none that could be shown."""
    if not is_well_formed(text) or len(text) > _MOST_CHARACTERS:
        return ""
    cleaned = visible(text)
    return cleaned if any(char.isalnum() for char in cleaned) else ""


def _line(statements: Sequence[_Verified], asked: Asked) -> tuple[Line | None, list[str]]:
    """The line of the first of each half, or the faults that forbid it."""
    halves = [next((each for each in statements if each.said.kind is role), None) for role in PartRole]
    chosen = [half for half in halves if half is not None]
    parts = tuple(_part(half) for half in chosen)
    wrong = [half.fault for half in chosen if half.fault]
    wrong += _shape_faults(parts, asked)
    if wrong or not parts:
        return None, wrong
    origin = joined([origin_of(part.text, part.evidence) for part in parts])
    text = "; ".join(part.text for part in parts) + "."
    return Line(text, parts, origin, Engine.LLM, Checks(passed=True)), []


def _part(half: _Verified) -> LinePart:
    role = half.said.kind
    assert isinstance(role, PartRole)
    return LinePart(role, half.text.rstrip(" .;,"), half.evidence)


def _shape_faults(parts: Sequence[LinePart], asked: Asked) -> list[str]:
    """What is wrong with the line beyond what its halves say: its length, a half or a number that it should have."""
    if not parts:
        return ['There is no "what" and no "finding".']
    wrong = []
    counts = {part.role: len(part.text.split()) for part in parts}
    if sum(counts.values()) > _MOST_LINE_WORDS:
        wrong.append(f"The line has {sum(counts.values())} words, of {_LINE_WORDS} that it may have.")
        wrong += [
            f'"{role}" has {count} words, of {_WORDS[role]}.' for role, count in counts.items() if count > _WORDS[role]
        ]
    wrong += [f'"{part.role}" is more than one sentence.' for part in parts if len(split_sentences(part.text)) > 1]
    wrong += [f'"{part.role}" breaks off.' for part in parts if _HANGING.search(part.text)]
    sentences = [span.text for span in asked.sentences]
    if PartRole.FINDING not in counts and tells_outcome(sentences):
        wrong.append('There is no "finding", though the abstract tells results.')
    elif not keeps_headline("; ".join(part.text for part in parts), headline_numbers(sentences)):
        wrong.append('"finding" has no measured number of the abstract\'s results together with what it measures.')
    return wrong


def _claims(statements: Sequence[_Verified]) -> list[Claim]:
    """The claims in the abstract's order, none that says what another one has said; those that cannot be shown are none."""
    made: list[tuple[frozenset[str], Claim]] = []
    for each in sorted(statements, key=lambda each: bool(each.failed)):
        kind, words = each.said.kind, frozenset(_WORD.findall(each.text.casefold()))
        if not isinstance(kind, ClaimKind) or not each.text or len(each.text.split()) > _MOST_CLAIM_WORDS:
            continue
        if any(_says_again(words, others) for others, _ in made):
            continue
        checks = Checks(not each.failed, tuple(name for name in CheckName if name in each.failed))
        text = each.text if each.text.endswith((".", "?", "!", "…")) else f"{each.text}."
        made.append((words, Claim(text, kind, each.evidence, origin_of(text, each.evidence), Engine.LLM, checks)))
    return sorted((claim for _, claim in made), key=lambda claim: min((s.start for s in claim.evidence), default=0))


def _says_again(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two claims have nearly all their words in common, and every number."""
    same = len(words & others) >= _SAME_WORDS * len(words | others)
    return same and not any(word[0].isdigit() for word in words ^ others)
