"""Naming: what the method or resource of a paper is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from paperline.domain.text import Field, Span

_TITLE_NAME = re.compile(r"^([^:]{2,40}):\s+\S")
_NAMED_IN_TEXT = re.compile(
    r"\b(?:propose|present|introduce|develop|design|release|describe|launch|unveil|build|construct|create|devise|call|coin|name|term|dubb?|proposing|presenting|introducing|developing)(?:s|ed|d)?\s+"
    r"(?:and (?:open-?source|release|study|evaluate)\s+)?(?:the\s+|an?\s+)?(?P<name>(?=[\w+-]*[A-Z])[\w+-]*[A-Za-z][\w+-]*(?:\.\d[\w+-]*)?"
    r"(?:\s(?:(?=[\w+-]*[A-Z])[\w+-]+(?:\.\d[\w+-]*)?|\d+(?:\.\d+)*)){0,4})(?=[,.:;( ])"
)
# What has no article and one thing's description behind it is a name, however small: `we present v1, a lightweight extension`.
_BARE = re.compile(
    r"\b[Ww]e (?:propose|present|introduce|develop|release|describe)\s(?P<name>(?!(?:an?|the|our|two|to|that|how)\b|\w+ing\b)"
    r"(?:(?:[a-z][\w-]*\s){1,2}[a-z][\w-]*|[a-z][\w-]*(?<!s))), (?:an?|the first)\s"
)
_CALLED = re.compile(
    r"[^.!?;]{0,120}?\b(?:called|coined|named|termed|dubbed)\s+(?P<name>(?=[\w+-]*[A-Z])[\w+-]+)(?=[,.:;( ])"
)
_SHORT_FORM = re.compile(r"[\w \-]{0,60}\(([A-Z][\w-]{1,14})\)")
_LONG_FORM = re.compile(
    r"\b(?:called|named|termed|dubbed|coined)\s+(?:an?\s|the\s)?(?P<long>(?:(?!of |for |in |with |on |to |by )[\w-]+\s){2,6})"
    r"\((?P<name>[A-Z][A-Z0-9]{2,9})\)(?=[,.:;]|\s(?:that|which|to|for|as)\b)"
)
_WRITERS = re.compile(r"\b(?:we|our|(?:this|the) (?:paper|work|study|report|article|thesis|authors))\b", re.IGNORECASE)
# Abbreviations that are everybody's, no paper's.
_COMMON = frozenset(
    "2D 3D 4D AI AGI API BERT CLIP CNN CoT DPO DiT GAN GNN GPT GPU GRPO GS GUI KV LLM LLMs LMM LMMs LRM LRMs LVLM LVLMs LoRA MCTS MDP MLLM MLLMs MLP MoE NLP "
    "PPO QA RAG RL RLHF RLVR RNN SFT SLM SLMs SOTA SSM VAE VLA VLM VLMs VQA ViT".split()
)
_KIND = re.compile(r"[a-z]+-[A-Z]")
_LATE = 0.7  # of an abstract: what is first named there and only once is no name for the paper
_MARKUP = re.compile(r"\\|\btext(?:bf|it|tt|sc)|[{}]")
_LETTERS = re.compile(r"[^\w]|_")
_SENTENCE_LIKE = re.compile(
    r"^(?:on|in|from|towards?|the|an?|how|why|what|when|is|are|do|does|can|beyond|rethinking|\w+ing (?:to|for|with|in|the|from|on|of))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, where it stands, and how the abstract writes it: `DA^{2}` for the title's `DA^2`."""

    text: str
    span: Span
    written: str = ""


def find_name(title: str, abstract: str) -> Name | None:
    """The name that the title gives before its colon, where the abstract uses it too, else one given in the abstract.

    A short form that the abstract goes on with (`Graph Mamba Networks (GMNs)`) is the name; of several, one in the title.
    """
    if found := _TITLE_NAME.match(title):
        text = found[1].strip()
        if not _SENTENCE_LIKE.match(text) and not _MARKUP.search(text) and _is_name(text, abstract):
            span = _span(Field.TITLE, title, text, title.index(text))
            return _short(text, abstract) or Name(text, span, _as_written(text, abstract))
    given = given_names(abstract)
    return next((name for name in given if letters_of(name.text) in letters_of(title)), given[0] if given else None)


def _as_written(name: str, abstract: str) -> str:
    """A name as the abstract spells it, whatever marks it puts between its letters; as it is where the abstract lacks it."""
    if name in abstract or not letters_of(name):
        return name
    spelled = re.compile(
        r"(?<!\w)" + r"[\W_]{0,2}".join(map(re.escape, letters_of(name))) + r"(?:\}|(?!\w))", re.IGNORECASE
    )
    found = spelled.search(abstract)
    return found[0] if found else name


def _short(text: str, abstract: str) -> Name | None:
    """The short form in brackets behind a name, where the abstract uses it more often."""
    at = abstract.find(text)
    short = _SHORT_FORM.match(abstract, at + len(text)) if at >= 0 else None
    if short is None or abstract.count(short[1]) <= abstract.count(text):
        return None
    return Name(short[1], _span(Field.ABSTRACT, abstract, short[1], short.start(1)), short[1])


def is_common(short: str) -> bool:
    """Whether a short form is everybody's, such as LLM."""
    return short in _COMMON or short.removesuffix("s") in _COMMON


def _by_initials(abstract: str) -> Iterator[Name]:
    """Names that stand as initials behind a lower-case long form: `a framework called general agentic memory (GAM)`."""
    for found in _LONG_FORM.finditer(abstract):
        words = re.findall(r"[\w]+", found["long"])
        initials = "".join(word[0].lower() for word in words)
        if found["name"] not in _COMMON and letters_of(found["name"]) == initials[-len(found["name"]) :]:
            yield Name(
                found["name"], _span(Field.ABSTRACT, abstract, found["name"], found.start("name")), found["name"]
            )


@lru_cache(maxsize=256)
def given_names(abstract: str) -> tuple[Name, ...]:
    """The names that the writers give in the abstract, in its order."""
    names = []
    for found in _NAMED_IN_TEXT.finditer(abstract):
        if not _is_by_writers(abstract, found):
            continue
        start, text = found.start("name"), found["name"].rstrip(".")
        if short := _SHORT_FORM.match(abstract, found.end("name")):
            start, text = short.start(1), short[1]
        elif called := _CALLED.match(abstract, found.end("name")):  # `we propose Long Words for This, coined X`
            start, text = called.start("name"), called["name"]
        elif initials := _initials(text, abstract, found.end("name")):
            start, text = initials.start(), initials[0]
        kind = _KIND.match(text) and re.match(r" [a-z]", abstract[found.end("name") :])  # `a forward-KL formulation`
        if text in _COMMON or kind:
            continue
        often = abstract.count(text) > 1
        late = start > _LATE * len(abstract)
        if (any(char.isupper() for char in text[1:]) and not late) or (len(text) > 2 and often):
            names.append(Name(text, _span(Field.ABSTRACT, abstract, text, start), text))
    given = [*names, *_by_initials(abstract)] or [*_bare(abstract)]
    return tuple(sorted(given, key=lambda name: name.span.start))


def _bare(abstract: str) -> Iterator[Name]:
    for found in _BARE.finditer(abstract):
        yield Name(found["name"], _span(Field.ABSTRACT, abstract, found["name"], found.start("name")), found["name"])


def _initials(name: str, abstract: str, begin: int) -> re.Match[str] | None:
    """The initials of a long name, where the abstract goes on with them: `GRAG` for Group Relative Attention Guidance."""
    letters = "".join(word[0] for word in re.findall(r"[A-Z]\w*", name))
    return re.compile(rf"\b{letters}\b").search(abstract, begin) if len(letters) > 2 else None


def _span(field: Field, source: str, text: str, start: int) -> Span:
    return Span(field, start, start + len(text), source[start : start + len(text)])


def _is_by_writers(abstract: str, found: re.Match[str]) -> bool:
    """Whether the writers name the thing: `we introduce X` or `called X`, not `recent work has introduced X`."""
    before = re.split(r"[.!?]\s", abstract[: found.start()])[-1]
    return found[0].lower().startswith(("call", "coin", "name", "term", "dub")) or _WRITERS.search(before) is not None


def _is_name(text: str, abstract: str) -> bool:
    """Whether what stands before a title's colon names something: one odd word, or a few that the abstract repeats."""
    if " " in text:
        return len(text.split()) <= 4 and text in abstract
    return text in abstract or any(char.isupper() for char in text[1:]) or any(char.isdigit() for char in text)


def same_name(a: str, b: str) -> bool:
    """Whether two spellings, such as MedSAM3 and MedSAM-3, name the same thing."""
    return letters_of(a) == letters_of(b) != ""


@lru_cache(maxsize=20_000)
def letters_of(name: str) -> str:
    """The letters and digits of a name, in one case."""
    return _LETTERS.sub("", name).casefold()
