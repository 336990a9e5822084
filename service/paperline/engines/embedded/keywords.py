"""Keywords: three to eight phrases that a reader would search for, names first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

MOST = 8
_FEWEST = 3
_SHORT_FORM = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9}?)s?\)")
_NAME = re.compile(r"(?<![\w-])(?:[A-Z]\w*[A-Z]\w*|[A-Z]{2,})(?:-\w+)*(?![\w-])")
_CHUNK = re.compile(r"[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)*")
_STOP = frozenset(
    "a an the of in on at by for with from to into via and or but that which than as is are was were be been its their our we it this "
    "these those both can may not using use uses used between over per such while also more most new novel based have has had they "
    "through under only how when where what show shows shown propose proposed present paper work results result method methods approach "
    "approaches existing across achieve achieves within without however further towards toward et al two three one several many all "
    "each significantly extensive experiments demonstrate demonstrates state-of-the-art recent improve improves different large-scale "
    "high various introduce introduces framework performance often require requires lack limited first second then thus been will "
    "been yet still even up it's task tasks problem problems given other any some same well like make makes enable enables allow "
    "allows provide provides including e g i number set setting settings address issue issues challenge challenges remain remains "
    "beyond study analysis evaluate evaluation systematic comprehensive effective efficient simple leverage leveraging learn".split()
)


def find_keywords(title: str, abstract: str) -> tuple[str, ...]:
    """Keywords in order of worth: names with their expansion, names, then phrases that the title or repetition marks."""
    text = " ".join(f"{title}. {abstract}".split())
    found: dict[str, str] = {}
    for short, expansion in _expanded(text):
        found.setdefault(short.casefold(), f"{expansion} ({short})")
        if len(found) == MOST // 2:
            break
    names = Counter(name for name in _NAME.findall(text) if not name.isdigit())
    for name, count in names.most_common():
        if len(found) < MOST * 3 // 4 and (count > 1 or name in title) and _is_new(name, found):
            found[name.casefold()] = name
    for phrase, marked in _phrases(title, abstract):
        if len(found) >= (MOST if marked else _FEWEST):
            break
        if _is_new(phrase, found):
            found[phrase.casefold()] = phrase
    return tuple(found.values())


def _is_new(phrase: str, found: dict[str, str]) -> bool:
    """Whether a phrase neither holds a keyword nor is part of one."""
    key = phrase.casefold().rstrip("s")
    return not any(
        key in known.casefold() or known.casefold().split(" (")[0].rstrip("s") in key for known in found.values()
    )


def _expanded(text: str) -> Iterator[tuple[str, str]]:
    """Short forms in brackets with the words before them that spell them (Schwartz and Hearst, 2003, simplified)."""
    for found in _SHORT_FORM.finditer(text):
        before = re.split(r"[,;:.()]", text[max(0, found.start() - 90) : found.start()])[-1].split()
        letters = [char for char in found[1].casefold() if char.isalpha()]
        for count in range(1, min(len(before), len(letters) + 3) + 1):
            words = before[-count:]
            if words[0][0].casefold() == letters[0] and _spells(letters, words):
                yield found[1], " ".join(words)
                break


def _spells(letters: list[str], words: list[str]) -> bool:
    """Whether the letters stand in the words in order, and at least two thirds of the words begin with one of them."""
    rest = iter("".join(words).casefold())
    starts = sum(part[:1].casefold() in letters for word in words for part in [word])
    parts = len(re.split(r"[\s-]+", " ".join(words)))
    return all(letter in rest for letter in letters) and parts + 1 >= len(letters) and starts * 3 >= 2 * len(words)


def _phrases(title: str, abstract: str) -> list[tuple[str, bool]]:
    """Runs of up to three content words, best first, and whether the title or repetition marks them."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for source, weight in ((title, 3), (abstract, 1)):
        for chunk in _CHUNK.findall(" ".join(source.split())):
            for run in _runs(chunk.split()):
                phrase = " ".join(run)
                key = phrase.casefold()
                counts[key] += weight * len(run)
                shown[key] = phrase if key not in shown or phrase.islower() else shown[key]
    ranked = sorted(counts, key=lambda key: (-counts[key], key))[: 3 * MOST]
    return [(shown[key], counts[key] >= 4) for key in ranked]


def _runs(words: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for word in [*words, "the"]:
        if word.casefold() in _STOP or len(word) < 3 or word.isdigit():
            if run and (len(run) > 1 or len(run[0]) > 5):
                yield run[-3:]
            run = []
        else:
            run.append(word)
