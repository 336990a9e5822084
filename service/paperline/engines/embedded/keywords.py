"""Keywords: three to eight phrases that a reader would search for, names first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from paperline.domain.syntax import Parse
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.names.short_forms import short_forms

MOST, FEWEST = 8, 3
_MOST_NAMES, _MOST_EXPANDED = 4, 3
_TITLE, _ABSTRACT = 3.0, 1.0
_SAID_AGAIN = 1.7
_OFTEN = 3
_LONGEST = 4  # words
_NAME = re.compile(r"(?<![\w.-])(?:[A-Z][\w.]*[A-Z]\w*|[A-Z]{2,})(?:-\w+)*(?![\w-])")
_WORD = re.compile(r"[A-Za-z](?:[\w-]*\w)?\Z")
_NOUNS, _WITHIN = ("NN", "NNS", "NNP", "NNPS"), ("NN", "NNS", "NNP", "NNPS", "JJ", "VBN", "VBG", "HYPH", "AFX")
_EVERYWHERE = frozenset("AI LLM LLMs RL GPU GPUs SOTA SoTA 3D 2D API APIs ML NLP".split())
_SAYS_LITTLE = frozenset(
    "novel new first simple effective efficient extensive various different several many such other recent existing large-scale key main "
    "comprehensive significant strong superior high low better best same own open-source proposed current previous first-ever unified "
    "general promising robust powerful competitive consistent state-of-the-art sota prior challenging additional diverse real-world "
    "towards toward enhancing improving learning exploring understanding rethinking evaluating leveraging enabling unlocking advancing "
    "generating bridging building making scaling benchmarking unifying revisiting preserving".split()
)
_NO_HEAD = frozenset(
    "method methods approach approaches framework frameworks work works paper papers result results experiment experiments performance "
    "task tasks problem problems setting settings challenge challenges issue issues way ways number numbers set sets range ability "
    "insight insights gap gaps improvement improvements study studies analysis key code project page github lack use need strategy "
    "strategies technique techniques direction directions advance advances progress case cases benchmarks baselines paradigm "
    "capabilities advantage advantages effectiveness potential time times level levels type types scale quality report".split()
)


def find_keywords(abstract: Abstract) -> tuple[str, ...]:
    """Keywords in order of worth: the name, short forms with what they stand for, other names, then the phrases said most."""
    text = " ".join(f"{abstract.title}. {abstract.told}".split())
    chosen = _Chosen()
    if name := abstract.name:
        chosen.take(name.text)
    marked, rest = _expanded(text, abstract.title)
    for keyword in marked[:_MOST_EXPANDED]:
        chosen.take(keyword)
    for written in _names(text, abstract.title):
        if len(chosen.kept) < _MOST_NAMES:
            chosen.take(written)
    phrases = _phrases(abstract, text)
    for phrase, score in phrases:
        if len(chosen.kept) < (MOST if score >= _SAID_AGAIN else FEWEST):
            chosen.take(phrase)
    for keyword in chain(rest, (phrase for phrase, _ in phrases), _words(text)):
        if len(chosen.kept) < FEWEST:
            chosen.take(keyword)
    return tuple(chosen.kept)


class _Chosen:
    """Keywords none of which holds another."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self._keys: list[str] = []

    def take(self, keyword: str) -> None:
        """It is among the chosen, unless it is said already."""
        keys = [_key(part) for part in keyword.rstrip(")").split(" (")]
        if keys[0] and not any(key in known or known in key for key in keys for known in self._keys):
            self.kept.append(keyword)
            self._keys += keys


def _key(phrase: str) -> str:
    words = re.sub(r"[\s-]+", " ", phrase.casefold()).split()
    return " ".join(word.rstrip("s") for word in words)


def _expanded(text: str, title: str) -> tuple[list[str], list[str]]:
    """Short forms with what they stand for: the marked, which the title speaks of, or the text again and again; the others."""
    marked: list[str] = []
    rest: list[str] = []
    for form in short_forms(text):
        bare = re.escape(form.short.removesuffix("s"))
        titled = form.long.casefold() in title.casefold() or re.search(rf"\b{bare}", title)
        often = len(re.findall(rf"\b{bare}", text)) > _OFTEN
        (marked if titled or often else rest).append(f"{form.long} ({form.short})")
    return marked, rest


def _names(text: str, title: str) -> list[str]:
    """Other names and short forms, those of the title first, then those said again."""
    found = dict.fromkeys(name.removesuffix("'s") for name in _NAME.findall(text))
    counts = {name: text.count(name) for name in found}
    worthy = [name for name in found if name not in _EVERYWHERE and (name in title or counts[name] > 1)]
    return sorted(worthy, key=lambda name: (name not in title, -counts[name]))


def _phrases(abstract: Abstract, text: str) -> list[tuple[str, float]]:
    """Noun phrases of title and parsed sentences with their scores, best first: how often they are said, and where."""
    scores: dict[str, float] = {}
    shown: dict[str, str] = {}
    said = re.sub(r"[\s-]+", " ", text.casefold())
    sources = [(abstract.title_parse, _TITLE), *((parse, _ABSTRACT) for parse in abstract.parses.values())]
    for parse, weight in sources:
        for phrase in _noun_phrases(parse) if parse else ():
            key = _key(phrase)
            scores[key] = max(scores.get(key, 0.0), weight) if key not in scores else scores[key] + weight / 3
            shown[key] = phrase if key not in shown or phrase.islower() else shown[key]
    ranked = {key: score + 0.7 * (said.count(key) - 1) + 0.2 * key.count(" ") for key, score in scores.items()}
    return [(shown[key], ranked[key]) for key in sorted(ranked, key=lambda key: (-ranked[key], key))]


def _noun_phrases(parse: Parse) -> Iterator[str]:
    """Nouns with the words that stand before them and say which, without the words that say little."""
    tokens = parse.tokens
    for head, token in enumerate(tokens):
        following = tokens[head + 1] if head + 1 < len(tokens) else None
        if token.tag not in _NOUNS or (following and following.tag in (*_NOUNS, "HYPH")):
            continue
        first = head
        while (
            first
            and tokens[first - 1].tag in _WITHIN
            and tokens[first - 1].text != "using"
            and tokens[first - 1].end + 1 >= tokens[first].start
        ):
            first -= 1
        if first and tokens[first - 1].tag == "RB" and tokens[first].tag == "VBN":  # `automatically generated`
            first += 1
        while first < head and tokens[first].tag == "VBG" and tokens[first].dep not in ("amod", "compound"):
            first += 1
        words = _written(parse, first, head)
        while words and (words[0].casefold() in _SAYS_LITTLE or not _WORD.match(words[0])):
            words.pop(0)
        telling = len(words) > 1 or any("-" in word for word in words)
        if telling and len(words) <= _LONGEST and words[-1].casefold() not in _NO_HEAD and all(map(_WORD.match, words)):
            yield " ".join(words)


def _written(parse: Parse, first: int, last: int) -> list[str]:
    """The tokens as they are written, those without a space between as one word."""
    words: list[str] = []
    for index in range(first, last + 1):
        token = parse.tokens[index]
        if words and parse.tokens[index - 1].end == token.start:
            words[-1] += token.text
        else:
            words.append(token.text)
    return words


def _words(text: str) -> list[str]:
    """Where no phrase is found: the longest words, each once."""
    words = dict.fromkeys(word for word in re.findall(r"[A-Za-z][\w-]{4,}", text) if word.casefold() not in _NO_HEAD)
    return sorted(words, key=lambda word: (-len(word), word))
