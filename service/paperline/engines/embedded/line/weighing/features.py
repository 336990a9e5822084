"""Features: what a candidate shows of itself and of its place, in numbers, as the ranker weighs it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from paperline.domain import grounding
from paperline.domain.ranking.terms import terms
from paperline.domain.summaries import ClaimKind
from paperline.domain.text import Field
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import Candidate, Form, Subject
from paperline.engines.embedded.names.naming import Name
from paperline.engines.embedded.sentences.judging import KINDS as JUDGED_KINDS
from paperline.engines.embedded.shortening import is_whole, points_back

_FORMS = tuple(Form)
_SUBJECTS = tuple(Subject)
_KINDS = tuple(ClaimKind)
_LONGEST = 16.0

# Searched in lower-case text: that takes half the time of ignoring the case.
_IN_TEXT: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "number": r"\d",
        "measured": r"\d\s?(?:%|\\%|×|x\b|-?fold|times)|\d\.\d",
        "percent": r"\d\s?\\?%",
        "times": r"\d\s?(?:×|x\b|times\b|-?fold)",
        "measure": r"\b(?:points?|accuracy|score|f1|bleu|auroc|speed-?ups?|latency|fid|psnr|throughput|memory|cost|tokens|parameters|error|rate)\b",
        "headline": r"outperform|surpass|state[- ]of[- ]the[- ]art|\bsota\b|improv|reduc|speed-?up|faster|exceed|achiev|gain|better",
        "hedge": r"\bup to\b|on average|\bnearly\b|\babout\b|approximately|\bonly\b|at least|as (?:few|little|low) as",
        "compared": r"\bthan\b|\bover\b|compared|\bversus\b|\bvs\b|relative to|outperform|surpass|match|comparable|rival",
        "trade": r"\bwhile\b|\bwithout\b|\bdespite\b|\bbut\b|\bonly\b|with(?:out)? (?:less|fewer|no)\b",
        "hollow": r"effectiveness|efficacy|superiority|potential|promising|pav(?:e|es|ing) the way|shed light|insights?\b|validat|significan(?:ce|t contribution)"
        r"|wide range|extensive|comprehensive experiments|future (?:research|work)|foundation for|new (?:avenue|direction|path)",
        "vague": r"\b(?:framework|approach|method|paradigm|solution|system|strategy|pipeline|technique)s?$",
        "points": r"\b(?:this|these|those|such|it|its|they|their|both|them)\b",
        "writers": r"^(?:we|our|this (?:paper|work|study|survey))\b",
        "our": r"\bour\b",
        "others": r"^(?:existing|current|previous|prior|recent|most|many|traditional|conventional|these|state-of-the-art)\b",
        "remains": r"\bremain|challeng|lack|limit|difficult|struggl|fail|issue|problem\b|bottleneck|gap\b",
        "latex": r"\\|\$|\^|_\{|~",
        "release": r"available|release|open-?source|github|https?:|code\b|publicly",
        "offers": r"^we (?:also |further |then |additionally )?(?:propos|present|introduc|develop|design|build|construct|releas|conduct|explor|discuss|"
        r"investigat|analy|evaluat|use|employ|leverag|train|extend|apply|study|provid|perform|examin)",
        "reports": r"^(?:we|our \w+|(?:extensive |comprehensive |empirical |experimental )?(?:experiments?|results?|evaluations?|analys[ei]s))\b.{0,60}?"
        r"\b(?:show|demonstrat|indicat|reveal|find|observ|confirm|suggest|validat)",
        "enabling": r"^(?:enabling|allowing|making|providing|offering|demonstrating|showcasing|highlighting|revealing|establishing|setting|paving|"
        r"leading|resulting|ensuring|yielding|suggesting|underscoring|showing|indicating)\b",
        "mechanism": r"\b(?:by|through|via|using|based on|with)\b",
        "purpose": r"\b(?:to|for)\b",
        "relative": r"\b(?:that|which|where)\b",
        "participle": r"\b\w{3,}(?:ing|ed)\b",
        "first": r"\bfirst\b",
        "colon": r":",
        "comma": r",",
        "opens_article": r"^(?:an?|the)\b",
        "opens_a": r"^an?\b",
        "opens_ing": r"^\w+ing\b",
        "opens_verb": r"^(?!this|its|across)[a-z]+s\b",
        "opens_to": r"^(?:to|by|in|for|with|from|on|of|how|whether|as)\b",
        "opens_number": r"^(?:over |more than |up to |about |nearly )?\d",
        "method_noun": r"\b(?:framework|method|approach|model|algorithm|system|agent|paradigm|architecture|technique|strategy|pipeline|network|mechanism|"
        r"optimizer|estimator|tool|library|engine|scheme|transformer|objective)\b",
        "data_noun": r"\b(?:dataset|benchmark|corpus|suite|collection|leaderboard|testbed|data|examples|questions|samples)\b",
        "study_noun": r"\b(?:survey|review|analysis|study|investigation|evaluation|roadmap|taxonomy|understanding|overview|experiments?)\b",
        "thin_noun": r"\b(?:insights?|contributions?|innovations?|directions?|path|steps?|evidence|components?|techniques|stages?|modules?|capabilit(?:y|ies))\b",
        "ends_open": r"(?:\b(?:ability|models?|performance|results?|tasks|data|improvements?|way|terms)|\w+(?:ing|ly))$",
    }.items()
}
_ALSO = re.compile(
    r"^(?:Additionally|Furthermore|Moreover|Finally|Besides|In addition|To (?:facilitate|support|validate|enable|evaluate|train|further))"
    r"|\bwe (?:also|further|additionally|then)\b",
    re.IGNORECASE,
)
_DATA_TITLE = re.compile(r"bench|dataset|corpus|suite|challenge|leaderboard|evaluat|\bdata\b", re.IGNORECASE)
_PUFF = re.compile(
    r"\b(?:novel|new|simple|effective|efficient|comprehensive|extensive|significant(?:ly)?|substantial(?:ly)?|remarkabl[ey]|notabl[ey]|"
    r"superior|promising|innovative|powerful|systematic(?:ally)?|pioneering|strong|robust|unified)\b",
    re.IGNORECASE,
)

NAMES: tuple[str, ...] = (
    *(f"form {form}" for form in _FORMS),
    *(f"subject {subject}" for subject in _SUBJECTS),
    *(f"role {kind}" for kind in _KINDS),
    *_IN_TEXT,
    "named", "named by title", "name in sentence", "other name", "also", "first contribution", "after contribution", "before contribution",
    "place", "late", "words", "content", "puff", "lost", "kept", "whole clause", "cut open", "gaps", "depth", "title share", "title covered",
    "new share", "names inside", "not whole", "points back", "dangles", "leans", "data beside title", "data of title", "method of data title",
    "short", "title new", "number behind gap", "word behind gap", "key", "tldr", *(f"like {kind}" for kind in JUDGED_KINDS),
)  # fmt: skip
_LEADING = len(_FORMS) + len(_SUBJECTS) + len(_KINDS)


def features(abstract: Abstract, candidates: list[Candidate], name: Name | None) -> NDArray[np.float32]:
    """The features (c, len(NAMES)) of candidates, each of the order of one."""
    made = np.zeros((len(candidates), len(NAMES)), dtype=np.float32)
    title = frozenset(_stems(abstract.title))
    first = next((i for i, scores in enumerate(abstract.roles) if scores[ClaimKind.CONTRIBUTION] >= 2), 0)
    for row, candidate in zip(made, candidates, strict=True):
        _fill(row, abstract, candidate, name, title, first)
    return made


def _fill(
    row: NDArray[np.float32],
    abstract: Abstract,
    candidate: Candidate,
    name: Name | None,
    title: frozenset[str],
    first: int,
) -> None:
    row[_FORMS.index(candidate.form)] = 1
    row[len(_FORMS) + _SUBJECTS.index(candidate.subject)] = 1
    if candidate.sentence >= 0:
        start = len(_FORMS) + len(_SUBJECTS)
        scores = abstract.roles[candidate.sentence]
        row[start : start + len(_KINDS)] = [min(scores[kind], 5) / 3 for kind in _KINDS]
    text = candidate.fragment.text
    lower = text.lower()
    row[_LEADING : _LEADING + len(_IN_TEXT)] = [pattern.search(lower) is not None for pattern in _IN_TEXT.values()]
    titled_data = _DATA_TITLE.search(abstract.title) is not None
    data, method = row[NAMES.index("data_noun")] > 0, row[NAMES.index("method_noun")] > 0
    row[_LEADING + len(_IN_TEXT) :] = (
        *_place(abstract, candidate, name, first),
        *_wording(abstract, candidate, title),
        data and not titled_data,
        data and titled_data,
        method and titled_data,
        len(text.split()) < 6,
        candidate.sentence < 0 and len(set(_stems(text))) > 4,
        *_gaps(candidate),
        *_judgement(abstract, candidate.sentence),
    )


def _place(abstract: Abstract, candidate: Candidate, name: Name | None, first: int) -> tuple[float, ...]:
    """The name before the candidate, and where its sentence stands."""
    at = candidate.sentence
    sentence = abstract.sentences[at].text if at >= 0 else abstract.title
    last = max(1, len(abstract.sentences) - 1)
    return (
        candidate.name is not None,
        candidate.name is not None and candidate.name.span.field is Field.TITLE,
        name is not None and name.text in sentence,
        candidate.other_name,
        _ALSO.search(sentence) is not None,
        at == first,
        max(0, at - first) / 5,
        at < first,
        at / last,
        at >= last - 1,
    )


def _wording(abstract: Abstract, candidate: Candidate, title: frozenset[str]) -> tuple[float, ...]:
    """How long the candidate is, what was cut from it, what it shares with the title, and whether it stands alone."""
    text, runs = candidate.fragment.text, candidate.fragment.runs
    stems = frozenset(_stems(text))
    words = len(text.split())
    return (
        words / _LONGEST,
        len(stems) / 10,
        len(_PUFF.findall(text)) / 2,
        candidate.lost / 8,
        min(1.0, words / max(1, candidate.whole_words)),
        len(runs) == 1 and candidate.lost <= 0,
        _is_cut_open(candidate, abstract),
        (len(runs) - 1) / 2,
        candidate.depth,
        len(stems & title) / max(1, len(stems)),
        len(stems & title) / max(1, len(title)),
        len(stems - title) / 10,
        sum(any(char.isupper() for char in word) for word in text.split()) / 3,
        not is_whole(text),
        points_back(text),
        grounding.is_dangling(text),
        grounding.leans(text),
    )


def _gaps(candidate: Candidate) -> tuple[bool, bool]:
    """Whether a number follows where something was cut out, and whether a word does without a mark before it."""
    source, runs = candidate.fragment.source, candidate.fragment.runs
    joints = [(source[start:end].rstrip(), source[begin:]) for (start, end), (begin, _) in pairwise(runs)]
    number = any(after[:1].isdigit() for _, after in joints)
    return number, any(before[-1:].isalnum() and after[:1].isalnum() for before, after in joints)


def _judgement(abstract: Abstract, at: int) -> tuple[float, ...]:
    """What is thought of the sentence as a whole."""
    if at < 0:
        return (0.0,) * (2 + len(JUDGED_KINDS))
    judged = abstract.judged[at]
    return (judged.key, 5 * judged.tldr, *(judged.kinds[kind] for kind in JUDGED_KINDS))


def _is_cut_open(candidate: Candidate, abstract: Abstract) -> bool:
    """Whether the sentence goes on behind the last word without a mark."""
    if candidate.sentence < 0:
        return False
    end = candidate.fragment.runs[-1][1]
    rest = abstract.text[end : abstract.sentences[candidate.sentence].end].lstrip()
    return bool(rest) and rest[0] not in ".,;:)–—!?"


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(terms(text))
