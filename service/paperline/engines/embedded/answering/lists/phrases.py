"""Phrases: what a condition speaks of, found in texts by its stems in order, or by its short or long form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from paperline.domain.ranking.terms import terms
from paperline.engines.embedded.answering.lists.concepts import forms as concept_forms
from paperline.engines.embedded.answering.lists.concepts import longest
from paperline.engines.embedded.answering.statements.synonyms import is_met

_INTRODUCED = re.compile(r"((?:[\w-]+\s+){1,7})\(([A-Z][A-Za-z0-9-]{1,9}?)s?\)")
_LONG_STEM = 6
_PLURAL = re.compile(r"\b([A-Z]{2,6})s\b")
IDLE = frozenset(
    terms(
        "model models method approach system result results performance new novel existing current several multiple various different general special way thing things something "
        "give make study involve look claim report machine machines today one existing instead more better good high own first help let try teach allow enable worry deal cope get put take aim want set keep turn bring come go around people everyday something somebody good behaviour before after ai problem task question issue domain field application topic area content research kind data use exist particular real world concern touch subject matter setting user technology tried read create created produce produces synthesise synthesize"
    )
)
_KNOWN = (
    ("reinforcement learning", "RL"), ("large language model", "LLM"), ("graph neural network", "GNN"), ("chain of thought", "CoT"),
    ("retrieval-augmented generation", "RAG"), ("vision-language model", "VLM"), ("mixture of experts", "MoE"), ("optical character recognition", "OCR"),
    ("convolutional neural network", "CNN"), ("federated learning", "FL"), ("state space model", "SSM"), ("supervised fine-tuning", "SFT"),
    ("multimodal large language model", "MLLM"), ("visual question answering", "VQA"), ("diffusion language model", "DLM"),
    ("parameter-efficient fine-tuning", "PEFT"), ("direct preference optimization", "DPO"), ("vision-language-action", "VLA"),
)  # fmt: skip


Unit = tuple[tuple[str, ...], frozenset[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """The stems of a phrase, of each form that stands for the whole of it, and its units: stems with what else they are called."""

    stems: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    units: tuple[Unit, ...] = ()
    _hash: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        """Hashed once: a phrase is compared with every sentence of a day."""
        object.__setattr__(self, "_hash", hash((self.stems, self.forms)))

    def __hash__(self) -> int:
        return self._hash

    def count(self, text: str) -> int:
        """How often the phrase, in any of its forms, stands in the text."""
        held = stems_of(text)
        return sum(_count(form, held) for form in self.forms if form[0] in stem_set(text))

    def named(self, text: str) -> int:
        """How often all its units, by whatever name, stand in the text."""
        held, known = stems_of(text), stem_set(text)
        return min(
            (sum(_count(form, held) for form in named if form[0] in known) for _, named in self.units), default=0
        )

    def held(self, text: str) -> frozenset[str]:
        """Which of the phrase's stems the text has or nearly has; all where one of its forms stands there."""
        return _held(self, text)


def phrase_of(words: str, texts: Iterable[str]) -> Phrase:
    """The phrase with the short and long forms that these texts, or the field, give it."""
    stems = stems_of(words)
    forms = {stems} if stems else set()
    for long, short in [*_short_forms(_KNOWN), *(pair for text in texts for pair in introduced(text))]:
        for name, other in ((long, short), (short, long)):
            if stems[-len(name) :] == name and len(stems) - len(name) <= 1:
                forms.add((*stems[: -len(name)], *other))
    units = tuple(_units(stems))
    return Phrase(stems, tuple(sorted(forms)), tuple(unit for unit in units if not _is_idle(unit)) or units)


def _units(stems: tuple[str, ...]) -> Iterable[Unit]:
    """The phrase cut into the longest concepts that it holds; other stems stand alone."""
    place = 0
    while place < len(stems):
        for size in range(min(longest(), len(stems) - place), 0, -1):
            own = stems[place : place + size]
            if size == 1 or own in concept_forms():
                yield own, concept_forms().get(own, frozenset()) | {own}
                place += size
                break


def _is_idle(unit: Unit) -> bool:
    own, called = unit
    return len(called) == 1 and set(own) <= IDLE


@lru_cache(maxsize=4_096)
def introduced(text: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The short forms that a text introduces, each with the stems of the words that its letters begin."""
    found = []
    for match in _INTRODUCED.finditer(text):
        words = re.findall(r"[A-Za-z0-9]+", match[1])
        letters = [char for char in match[2].lower() if char.isalpha()]
        for size in range(min(len(words), len(letters) + 2), 0, -1):
            taken = words[-size:]
            initials = [word[0].lower() for word in taken]
            if initials[0] == letters[0] and _in_order(letters, initials) and size >= max(2, len(letters) - 1):
                found.append((tuple(terms(" ".join(taken))), tuple(terms(match[2]))))
                break
    return tuple(found)


@lru_cache(maxsize=16_384)
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text, in order; `LLMs` is one `LLM` more."""
    return tuple(terms(_PLURAL.sub(r"\1", text)))


@lru_cache(maxsize=16_384)
def stem_set(text: str) -> frozenset[str]:
    """The different stems of a text."""
    return frozenset(stems_of(text))


def _in_order(letters: Sequence[str], initials: Sequence[str]) -> bool:
    rest = iter(letters)
    return all(initial in rest for initial in initials if initial in letters)


def _short_forms(pairs: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(tuple(terms(long)), tuple(terms(short))) for long, short in pairs]


@lru_cache(maxsize=16_384)
def _held(phrase: Phrase, text: str) -> frozenset[str]:
    stems, known = stems_of(text), stem_set(text)
    if any(_count(form, stems) for form in phrase.forms if form[0] in known):
        return frozenset(phrase.stems)
    long = [stem for stem in known if len(stem) >= _LONG_STEM]
    alone = {own for own in phrase.stems if is_met(own, known) or any(_akin(own, other) for other in long)}
    for own, named in phrase.units:
        if any(_count(form, stems) for form in named if form[0] in known):
            alone |= set(own)
        elif len(own) > 1 and own in concept_forms():
            alone -= set(own)
    return frozenset(alone)


def _akin(a: str, b: str) -> bool:
    """Whether two stems are of one word, such as those of molecule and molecular."""
    return len(a) >= _LONG_STEM and (a.startswith(b) or b.startswith(a))


def _count(form: tuple[str, ...], held: tuple[str, ...]) -> int:
    size = len(form)
    if size == 1:
        return held.count(form[0])
    return sum(held[place : place + size] == form for place in range(len(held) - size + 1))
