"""Own work: which sentences of an abstract speak of what the paper does, and what they say that it offers or goes without."""

from __future__ import annotations

import re
from functools import lru_cache

from paperline.domain.ranking.terms import stem, term_set, terms
from paperline.domain.summaries import ClaimKind
from paperline.domain.text import Sentence, split_sentences
from paperline.engines.embedded.roles import main_role, role_scores

_WE = re.compile(
    r"\b(?:we|our|us|ours)\b|\bthis (?:paper|work|study|article|report|survey)\b|\bthe proposed\b|\b(?:is|are) (?:proposed|introduced|presented)\b|\bin this\b",
    re.IGNORECASE,
)
_OFFER = r"\b(?:propos|introduc|present|develop|releas|construct|build|built|creat|curat|design|contribut|establish|unveil|offer|provid|compil|collect|devis|formulat|open-?sourc|assembl|annotat)\w*\b"
_PASSIVE = r"(?:is|are|was) (?:proposed|introduced|presented|released|developed|constructed|created)"
_BREAKS = re.compile(
    r"[.;]\s|\b(?:that|which|where|while|because|on|across|over|against|using|with|from|by|to|for|in|than|via|through)\b",
    re.IGNORECASE,
)
_NOT_HEAD = re.compile(
    r"-|\s+(?!(?:for|of|that|which|with|to|and|or|in|on|from|by|as|is|are|was|can|we|where|based|named|called|dubbed|suites?|datasets?|data|papers?|over|across|via|using|\w+ing|\w+ed)\b)[a-z]",
)
_NAMED_SO = {
    "benchmark": r"benchmarks?|testbeds?|evaluation suites?|\w*[a-z]Bench|\w+-Bench",
    "dataset": r"data ?sets?|corpus|corpora|data collections?",
    "corpus": r"data ?sets?|corpus|corpora",
    "survey": r"surveys?|reviews?|overview",
    "review": r"surveys?|reviews?|overview",
    "method": r"methods?|approach(?:es)?|frameworks?|techniques?|algorithms?|schemes?|paradigms?|mechanisms?|strateg(?:y|ies)|models?|networks?",
    "metric": r"metrics?|measures?|scores?",
    "library": r"librar(?:y|ies)|toolkits?|packages?",
    "model": r"models?|networks?|LLMs?|VLMs?",
}
_SURVEYS = re.compile(
    r"\b(?:this (?:survey|review)|we (?:survey|review)|(?:comprehensive|systematic|first) (?:survey|review))\b",
    re.IGNORECASE,
)
_ANY_METHOD = frozenset({"method", "approach", "approache", "technique", "solution"})
_PROPOSES_ONE = re.compile(
    r"\b(?:we|this (?:paper|work)|the paper|our (?:work|paper)) (?:\w+ ){0,3}(?:propos|introduc|present|develop|design)\w*\b(?![^.;]{0,90}\b(?:benchmark|\w*Bench|data ?set|corpus|survey|study|analysis|evaluation|testbed)\b)",
    re.IGNORECASE,
)
_WITHOUT = r"\b(?:without|no|zero|eliminat\w+|avoid\w*|bypass\w*|obviat\w+|free (?:of|from)|not (?:require|need|rely on|depend on|use|involve)|requir\w+ no|need\w* no|removing|forgo\w*|instead of|rather than|neither)\b"
_UNSUPERVISED = re.compile(r"\b(?:un|self-)supervised\b", re.IGNORECASE)
_PROCESSES = (
    ("fine-tun", r"fine-?tun|training|re-?train|tuning|backprop|weight updat|parameter updat"),
    ("finetun", r"fine-?tun|training|re-?train|tuning|backprop|weight updat|parameter updat"),
    ("retrain", r"re-?train|training"), ("train", r"train|re-?train|fine-?tun"),
    ("label", r"label|annotat|human supervis|ground-truth"), ("annot", r"label|annotat|human supervis"),
    ("human-annot", r"label|annotat|human supervis"), ("human-label", r"label|annotat|human supervis"),
)  # fmt: skip
_WITHOUT_END = r"(?:[\s-]+(?!and\b|but\b)[\w-]+){0,3}[\s-]+(?:re-?)?"


@lru_cache(maxsize=2_048)
def sentences_of(abstract: str) -> tuple[Sentence, ...]:
    """The sentences of an abstract, in order."""
    return split_sentences(abstract)


@lru_cache(maxsize=2_048)
def roles_of(abstract: str) -> tuple[dict[ClaimKind, float], ...]:
    """The roles of the sentences of an abstract, in order."""
    return tuple(role_scores(sentences_of(abstract)))


@lru_cache(maxsize=16_384)
def is_own(abstract: str, ordinal: int) -> bool:
    """Whether a sentence speaks of what the paper does, rather than of what others did or lack."""
    sentences = sentences_of(abstract)
    if ordinal >= len(sentences):
        return True
    if _WE.search(sentences[ordinal].text):
        return True
    kind, strength = main_role(roles_of(abstract)[ordinal])
    if kind is ClaimKind.PROBLEM or ordinal == 0:
        return False
    return strength > 1.0 or any(_WE.search(sentence.text) for sentence in sentences[:ordinal])


@lru_cache(maxsize=16_384)
def _ends_of_offers(text: str) -> tuple[int, ...]:
    """Where the verbs of offering in a sentence end."""
    return tuple(verb.end() for verb in re.finditer(_OFFER, text, re.IGNORECASE))


@lru_cache(maxsize=16_384)
def offers(text: str, phrase: str) -> bool:
    """Whether a sentence says that something is offered which is one of these: the object itself, not what serves it."""
    words = phrase.split()
    if not words:
        return False
    head = _head(words[-1])
    if words[-1].lower().rstrip("s") in {"survey", "review"} and _SURVEYS.search(text):
        return True
    if len(words) == 1 and words[0].lower().rstrip("s") in _ANY_METHOD:
        return _PROPOSES_ONE.search(text) is not None
    others = set(terms(" ".join(words[:-1])))
    if not _ends_of_offers(text) and not _offers_passively(text):
        return False
    for end in _ends_of_offers(text):
        for found in re.finditer(rf"(?<![\w])(?:{head})(?![\w])", text[end : end + 160]):
            gap, after = text[end : end + found.start()], text[end + found.end() :]
            last = gap.rpartition(",")[2] if re.search(r",\s+(?:an?|the|our)\b[^,]*$", gap) else gap
            if not _BREAKS.search(last) and not _NOT_HEAD.match(after) and others <= set(terms(gap + found[0])):
                return True
    if not _offers_passively(text):
        return False
    passive = rf"\b(?:an?|the|this|our) (?:[\w-]+ ){{0,4}}(?:{head}) (?:\w+ ){{0,3}}{_PASSIVE}"
    return re.search(passive, text, re.IGNORECASE) is not None and others <= term_set(text)


@lru_cache(maxsize=16_384)
def _offers_passively(text: str) -> bool:
    return re.search(_PASSIVE, text, re.IGNORECASE) is not None


def titled(title: str, phrase: str) -> bool:
    """Whether a title names the paper's offer so: `X: A … Benchmark`, `XBench:`, `A Survey of …`."""
    words = phrase.split()
    head = _head(words[-1])
    own = rf"^\w*(?:{head})\w*(?=:)|(?:^|[:–—-]\s+)(?:An? |The |Towards? an? )?(?:[\w-]+ ){{0,6}}?(?:{head})(?=\s*(?:$|for\b|of\b|to\b|and\b|on\b))"
    return re.search(own, title) is not None and set(terms(" ".join(words[:-1]))) <= term_set(title)


def goes_without(text: str, phrase: str) -> bool:
    """Whether a sentence says that something is done without this: `training-free`, `requires no additional training`."""
    roots = [stem(word)[: max(4, len(stem(word)))] for word in re.findall(r"\w+", phrase.lower()) if terms(word)]
    if not roots:
        return False
    root = next((named for start, named in _PROCESSES if "-".join(roots).startswith(start)), re.escape(roots[-1]))
    others = [] if root != re.escape(roots[-1]) else roots[:-1]
    free = rf"\b(?:{root})\w*[- ]free\b"
    spoken = rf"{_WITHOUT}{_WITHOUT_END}(?:{root})\w*|{_WITHOUT}\s+(?:re-?)?(?:{root})\w*"
    if any(root.startswith(("supervis", "label", "annot")) for root in roots) and _UNSUPERVISED.search(text):
        return True
    found = re.search(free, text, re.IGNORECASE) or re.search(spoken, text, re.IGNORECASE)
    return found is not None and all(re.search(rf"\b{re.escape(item)}", text, re.IGNORECASE) for item in others)


def is_denied(text: str, stems: frozenset[str]) -> bool:
    """Whether the sentence names the thing only to say that it is not used."""
    for cue in re.finditer(_WITHOUT, text, re.IGNORECASE):
        if stems <= set(terms(" ".join(text[cue.end() :].split()[:7]))):
            return True
    return False


@lru_cache(maxsize=64)
def _head(word: str) -> str:
    plain = word.lower()
    singular = next((form for form in (plain, plain[:-1], plain[:-2]) if form in _NAMED_SO), None)
    if singular:
        return (
            f"(?i:{_NAMED_SO[singular]})"
            if singular != "benchmark"
            else f"(?i:{_NAMED_SO[singular].split('|', 1)[0]}|testbeds?)|\\w*[a-z]Bench|\\w+-Bench|\\w+[A-Z]Bench"
        )
    return rf"(?i:{re.escape(stem(plain))}\w*)"
