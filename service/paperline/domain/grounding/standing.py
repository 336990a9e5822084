"""The check of standing alone: a text names what it speaks of, instead of pointing at a sentence that is not there."""

from __future__ import annotations

import re

from paperline.domain.ranking.terms import stem

_OWN = r"(?:paper|work|article|study|survey|report|thesis|letter|manuscript|review|tutorial|chapter|dissertation|position paper)"
_POINTER = re.compile(
    rf"(?:(?:its|it|their|they|them|he|she|his|her)\b|(?:this|these|those|that|such|the (?:latter|former|above|aforementioned|proposed|resulting|two|other)|"
    rf"both(?! [^,.;]{{1,80}}? and )|neither)\b(?! (?:\w+ )?{_OWN}\b))",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"(?:however|therefore|moreover|furthermore|thus|hence|nevertheless|nonetheless|consequently|conversely|additionally|accordingly|"
    r"similarly(?=,)|otherwise|instead(?=,)|likewise|meanwhile|besides(?=,)|still(?=,)|yet|then|also|as a result|as such|as a consequence|"
    r"in (?:contrast|addition|turn|particular|response|doing so|other words)|on the (?:other|one) hand|on the contrary|by contrast|by doing so|"
    r"for (?:example|instance|this|that)|to (?:this|that) end|in (?:this|that) (?:way|case|regard|sense|context|setting)|even so|"
    r"that said|despite (?:this|these|that)|after(?:wards| that| this))\b,?",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"(?:which|who|whose|whom|where|and|but|or|nor|so)\b(?!-)|that (?=\w+s\b)", re.IGNORECASE)
# An opening phrase with a pointer in it: `Based on this, …`, `To bridge this gap, …`, `In light of these results, …`.
_LEANING_PHRASE = re.compile(
    rf"(?:to|in|by|with|from|on|for|under|given|despite|beyond|through|using|based|motivated|inspired|building|built|guided|driven|leveraging|"
    rf"following|unlike|because|due|after|towards?|at|as|considering|addressing|recogni[sz]ing|upon|via|without|against|within|combining|"
    rf"drawing|informed|enabled|armed|equipped|encouraged|prompted|among|amid|across|besides)\b(?: [\w'’-]+){{0,4}}? "
    rf"(?:this|these|those|such|it|them|the (?:latter|former|above|aforementioned))\b(?! (?:[\w-]+ )?{_OWN}\b)(?! as\b)[^,;.]{{0,60}},",
    re.IGNORECASE,
)
_PROBLEM = re.compile(
    r"\b(?:this|these|those|such|both)(?P<between> (?!(?:a|an|as|the)\b)(?:[\w-]+ )?)"
    r"(?P<noun>gaps?|issues?|limitations?|problems?|challenges?|drawbacks?|difficult(?:y|ies)|bottlenecks?|shortcomings?|concerns?|"
    r"obstacles?|weaknesses|deficienc(?:y|ies)|inefficienc(?:y|ies)|dilemmas?)\b",
    re.IGNORECASE,
)
_BARE_OBJECT = re.compile(
    r"^(?:\S+ ){1,4}?(?:this|these|those|it|them|both|the (?:latter|former)|such(?! (?:as|an?)\b))(?P<noun> (?:approach(?:es)?|methods?|"
    r"models?|techniques?|designs?|settings?|tasks?|findings?|insights?|results?|frameworks?|bottlenecks|strateg(?:y|ies)))?"
    r"(?=[,.;:]|$| (?:by|with|via|through|using|in|on|for|as|and|while|from|to|at|under|across|without|that|which|where|is|are)\b)",
    re.IGNORECASE,
)
_DEICTIC = re.compile(
    r"\b(?:the (?:latter|former)|the aforementioned|as (?:mentioned|described|shown|noted|discussed) (?:above|earlier|before))\b",
    re.IGNORECASE,
)


def is_dangling(text: str) -> bool:
    """Whether a text opens with a word or phrase that points outside it."""
    opening = text.lstrip("“\"'( ")
    return any(pattern.match(opening) for pattern in (_POINTER, _CONNECTIVE, _FRAGMENT, _LEANING_PHRASE))


def leans(text: str) -> bool:
    """Whether a text points, at its opening or later, at something that it does not name before."""
    if is_dangling(text):
        return True
    if any(not _is_named(found["noun"], text[: found.start()]) for found in _PROBLEM.finditer(text)):
        return True
    if _BARE_OBJECT.match(text) and not _has_antecedent(text):
        return True
    found = _DEICTIC.search(text)
    return found is not None and " and " not in text[: found.start()]


def _is_named(noun: str, before: str) -> bool:
    """Whether a noun, or a word like problem or challenge in its stead, stands in the text before it."""
    wanted = stem(noun.lower())
    return any(stem(word) == wanted for word in re.findall(r"[a-z]+", before.lower()))


def _has_antecedent(text: str) -> bool:
    """Whether what stands before a bare pronoun within the first words can be what it means: a subject that is not the writers."""
    first = text.split(" ", 1)[0].lower()
    return first not in {"we", "i", "our", "here", "authors", "to"}
