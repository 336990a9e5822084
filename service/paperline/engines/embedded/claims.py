"""Claims: two to five sentences of the abstract that readers would call its claims, in its order, without repetition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from paperline.domain import grounding
from paperline.domain.provenance import Engine
from paperline.domain.summaries import Claim, ClaimKind, Origin
from paperline.domain.text import Field, Sentence
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.fragments import Fragment, origin_of, sentence_case, with_stop
from paperline.engines.embedded.names.naming import Name
from paperline.engines.embedded.names.referring import can_mean
from paperline.engines.embedded.sentences.judging import Judged
from paperline.engines.embedded.shortening import cut, strip_lead

MOST_CLAIMS, LEAST_CLAIMS = 5, 2
_LIKELY = 0.5
_WANTED = (ClaimKind.CONTRIBUTION, ClaimKind.RESULT)
_WORTH_WANTING = 0.25
_LONGEST_WORDS = 60
_NEAR_DUPLICATE = 0.92
_RELEASE = re.compile(
    r"https?://|github|\breleas(?:e|es|ed|ing)\b|\bopen-?sourc(?:ed|es|ing)\b|\bwe open-?source\b|\bavailable\b|\bpublicly\b",
    re.IGNORECASE,
)
_MEANS_NAME = re.compile(
    r"(?:it|our (?:proposed )?(?:method|approach|framework|model|system|algorithm)|"
    r"the proposed (?:method|approach|framework|model|system|algorithm))\b(?= (?:\w+ly )?(?:\w+s|can|has|was)\b)(?!'s)",
    re.IGNORECASE,
)
_LIMITATION = 2.0  # the least role score of a sentence that speaks of a limit of the work itself


def choose_claims(abstract: Abstract) -> tuple[Claim, ...]:
    """Up to five claims in the abstract's order, two where it has two sentences; vectors spot near-duplicates.

    A claim that fails a check is shown, marked, only where without it there would be fewer than two.
    """
    kinds = [_kind(abstract, index, one) for index, one in enumerate(abstract.judged)]
    fields = {Field.TITLE: abstract.title, Field.ABSTRACT: abstract.text}
    name = abstract.name
    made = {
        index: _resolved(abstract, index, kinds[index], name, fields)
        or _claim(abstract.text, abstract.sentences[index], kinds[index], fields)
        for index in _likeliest(abstract)
    }
    return tuple(made[index] for index in sorted(_chosen(abstract, made)))


def main_contribution(abstract: Abstract) -> int:
    """The sentence that says best what the paper offers, in the words that authors choose for a TL;DR."""
    return max(range(len(abstract.judged)), key=lambda index: (abstract.judged[index].tldr, -index))


def _likeliest(abstract: Abstract) -> list[int]:
    """The sentences worth putting as claims: the likeliest, and the main contribution."""
    judged = abstract.judged
    order = sorted(range(len(judged)), key=lambda index: (-judged[index].key, index))
    return list(dict.fromkeys([*order[: MOST_CLAIMS + 2], *([main_contribution(abstract)] if judged else [])]))


def _chosen(abstract: Abstract, made: Mapping[int, Claim]) -> list[int]:
    """The sentences to claim, most important first: the main contribution, the best result, then all that are likely key.

    What fails a check comes last: it is chosen only where there is no other contribution or result, or no second claim.
    """
    judged = abstract.judged
    order = sorted(made, key=lambda i: (not made[i].checks.passed, -judged[i].key, i))
    wanted = [
        next((i for i in order if made[i].kind is kind and judged[i].key >= _WORTH_WANTING), None) for kind in _WANTED
    ]
    main = main_contribution(abstract) if judged else None
    if main is not None and made[main].kind is ClaimKind.CONTRIBUTION and made[main].checks.passed:
        wanted[0] = main
    first = sorted((index for index in wanted if index is not None), key=lambda index: -judged[index].key)
    chosen: list[int] = []
    for index in dict.fromkeys([*first, *order]):
        likely = judged[index].key >= _LIKELY and made[index].checks.passed
        wanting = index in first or len(chosen) < LEAST_CLAIMS
        if (likely or wanting) and len(chosen) < MOST_CLAIMS and not _repeats(index, chosen, abstract):
            chosen.append(index)
    return chosen


def _kind(abstract: Abstract, index: int, judged: Judged) -> ClaimKind:
    """The kind that the model gives, but a resource needs a release or an address, and limits have their own rule."""
    scores = abstract.roles[index]
    if scores[ClaimKind.LIMITATION] >= _LIMITATION and judged.kind is not ClaimKind.RESULT:
        return ClaimKind.LIMITATION
    if judged.kind is ClaimKind.RESOURCE and not _RELEASE.search(abstract.sentences[index].text):
        return ClaimKind.CONTRIBUTION
    return judged.kind


def _resolved(
    abstract: Abstract, index: int, kind: ClaimKind, name: Name | None, fields: dict[Field, str]
) -> Claim | None:
    """The claim with the paper's name for `it` or `our method`, where these can mean nothing else and the checks agree."""
    fragment = strip_lead(Fragment.of(abstract.text, abstract.sentences[index]))
    found = _MEANS_NAME.match(fragment.text)
    if name is None or found is None or index <= abstract.introduced(name) or fragment.words > _LONGEST_WORDS:
        return None
    if found[0].lower() == "it" and name.text not in abstract.sentences[index - 1].text:
        return None
    if not can_mean(abstract, index, found[0], name):
        return None
    text = with_stop(name.text + fragment.text[found.end() :])
    evidence = (name.span, abstract.sentences[index].span())
    checks = grounding.check(text, evidence, fields)
    return Claim(text, kind, evidence, Origin.REWRITTEN, Engine.EMBEDDED, checks) if checks.passed else None


def _claim(abstract: str, sentence: Sentence, kind: ClaimKind, fields: dict[Field, str]) -> Claim:
    fragment = strip_lead(Fragment.of(abstract, sentence))
    if fragment.words > _LONGEST_WORDS:
        fragment = cut(fragment, _LONGEST_WORDS)
    text = with_stop(sentence_case(fragment.text))
    evidence = (sentence.span(),)
    checks = grounding.check(text, evidence, fields)
    if not checks.passed:  # a shortening that changed the sense is taken back
        whole = Fragment.of(abstract, sentence)
        retried = grounding.check(whole.text, evidence, fields)
        if len(retried.failed) < len(checks.failed):
            return Claim(with_stop(whole.text), kind, evidence, Origin.VERBATIM, Engine.EMBEDDED, retried)
    return Claim(text, kind, evidence, origin_of(fragment, sentence.text), Engine.EMBEDDED, checks)


def _repeats(index: int, chosen: Sequence[int], abstract: Abstract) -> bool:
    sentences, vectors = abstract.sentences, abstract.vectors
    text = sentences[index].text.casefold()
    if any(text == sentences[other].text.casefold() for other in chosen):
        return True
    return vectors is not None and any(float(vectors[index] @ vectors[other]) > _NEAR_DUPLICATE for other in chosen)
