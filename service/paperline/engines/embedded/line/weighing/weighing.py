"""Weighing: the candidates for both halves of a line, and how much each is wanted, best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import Candidate, Form
from paperline.engines.embedded.line.findings import findings
from paperline.engines.embedded.line.mechanisms import with_mechanism
from paperline.engines.embedded.line.offers import offers
from paperline.engines.embedded.line.weighing.choosing import Choice, packaged_choices
from paperline.engines.embedded.line.weighing.features import features
from paperline.engines.embedded.line.weighing.ranker import LineWeights, packaged_weights
from paperline.engines.embedded.line.weighing.worth import finding_worth, offer_worth
from paperline.engines.embedded.net import Nets, grades
from paperline.engines.embedded.shortening import is_whole

_BEST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates of an abstract, and what each is worth beyond its grade."""

    offers: Sequence[Candidate]
    findings: Sequence[Candidate]
    offer_worth: Callable[[Candidate], float]
    finding_worth: Callable[[Candidate], float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate and how much it is wanted, on the scale of readers' grades, 0 to 4, with its worth added."""

    candidate: Candidate
    value: float


def find_candidates(abstract: Abstract) -> Found:
    """Every way to put either half."""
    offered = offers(abstract, abstract.name)
    begin = min((what.sentence for what in offered if what.form is Form.OFFERED), default=-1)
    first = min((what.sentence for what in offered if what.form is not Form.TITLE), default=0)
    offered += with_mechanism(abstract, offered, abstract.name)
    return Found(
        offered,
        findings(abstract, abstract.name, first),
        partial(offer_worth, abstract, abstract.name, begin),
        partial(finding_worth, abstract),
    )


def weigh(abstract: Abstract, weights: LineWeights | None = None) -> tuple[list[Weighed], list[Weighed]]:
    """The eight best candidates for each half; `weights` are the packaged ones unless others are to be measured."""
    weights, choices, found = weights or packaged_weights(), packaged_choices(), find_candidates(abstract)
    return (
        _best(abstract, found.offers, weights.what, found.offer_worth, choices["what"]),
        _best(abstract, found.findings, weights.finding, found.finding_worth, choices["finding"]),
    )


def _best(
    abstract: Abstract, candidates: Sequence[Candidate], nets: Nets, worth: Callable[[Candidate], float], choice: Choice
) -> list[Weighed]:
    whole = [candidate for candidate in candidates if is_whole(candidate.said)]
    shown = features(abstract, whole, abstract.name)
    values = choice.values(grades(nets, shown), [worth(candidate) for candidate in whole], shown)
    weighed = [Weighed(candidate, value) for candidate, value in zip(whole, values, strict=True)]
    return sorted(weighed, key=lambda one: -one.value)[:_BEST]
