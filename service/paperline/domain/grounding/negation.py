"""The check of negation: what the evidence affirms is not denied, what it denies is not affirmed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperline.domain.grounding.alignment import substitutions
from paperline.domain.grounding.words import Reading, Word, likeness
from paperline.domain.ranking.terms import stem as stem_of

# Words that deny what follows them.
CUES = frozenset(
    "not no non never cannot without neither nor none nothing nobody hardly barely scarcely rarely seldom unable incapable "
    "lack lacks lacked lacking fail fails failed failing failure absent absence absent avoid avoids avoided avoiding avoidance prevent prevents "
    "prevented preventing prevention eliminate eliminates eliminated eliminating elimination exclude excludes excluded excluding exclusion "
    "except refute refutes refuted refuting reject rejects rejected rejecting contradict contradicts contradicted contradicting "
    "disprove disproves disproved deny denies denied few little forbid forbids prohibit prohibits remove removes removed removing "
    "bypass bypasses bypassing obviate obviates obviating insignificant negligible devoid abandon abandons".split()
)
# Words that may stand for a denial elsewhere; they deny nothing on their own.
_SOFT = frozenset(
    "reduce reduces reduced reducing reduction mitigate mitigates mitigated mitigating alleviate alleviates limit limits limited limiting less "
    "overlook overlooks overlooked ignore ignores ignored neglect neglects neglected instead rather difficult difficulty hard challenging "
    "struggle struggles poor poorly insufficient inadequate missing miss misses free unclear suffer suffers hinder hinders impede impedes rare "
    "lower lowers minimal minimizing minimize unlike despite replace replaces unlikely hamper hampers restrict restricts restricted "
    "discard discards drop drops suppress suppresses resist resists irrespective regardless stop stops".split()
)
_LEAD = frozenset("only just merely solely necessarily simply".split())
_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "under", "mis")
_WHOLE = frozenset("input instance increase improve include invest inform information into under understand understanding discover display image "
                   "unit unify unified universal interact interaction internal international integrate integration impact important implement distill "
                   "distribution discuss discrete inference industry individual insight inspire indicate disentangle".split())  # fmt: skip
_DOUBT = re.compile(
    r"\b(?:not (?:true|clear|certain|proven|evident|established|the case)|no (?:evidence|proof|sign|indication|guarantee|support)|"
    r"doubt\w*|unclear|questionable|untrue|false|unlikely|unproven|untested|disputed|contested|implausible)\s(?:that|whether|if)\b",
    re.IGNORECASE,
)
_STOPS = frozenset(";.")
_REACH, _SOFT_REACH = 3, 2
_SAME = 0.75
_ALIKE = 2.0
_NEAR = 1.5


def is_negated_otherwise(claim: Reading, source: Reading) -> bool:
    """Whether a word of the text is denied where its nearest counterpart in the evidence is not, or the other way round."""
    if _doubts(claim) and not _doubts(source):
        return True
    if _substituted(claim, source):
        return True
    here, there = _Denials(claim, source.stems), _Denials(source, claim.stems)
    denied = {there.stems[index] for index in there.strict}
    places = (place for place, stem in enumerate(here.stems) if place in here.strict or stem in denied)
    return any(_differs(place, here, there) for place in places)


def _doubts(reading: Reading) -> bool:
    return _DOUBT.search(" ".join(word.text for word in reading.words)) is not None


def _substituted(claim: Reading, source: Reading) -> bool:
    """Whether, in a passage that else agrees word by word, a cue has come in or gone with no more than small words beside it."""
    for old, new in substitutions(source, claim):
        gone, come = _cues(old), _cues(new)
        content = any(word.place >= 0 and word.text not in CUES for word in (*old, *new)) and not (old and new)
        if (gone + come) % 2 and not content:
            return True
    return False


def _cues(words: Sequence[Word]) -> int:
    return sum(is_cue(words, index) or word.text in {"few", "little"} for index, word in enumerate(words))


class _Denials:
    """Which content words of a text are denied: strictly the next one after a cue, loosely the next few."""

    def __init__(self, reading: Reading, others: frozenset[str]) -> None:
        self.reading = reading
        self.stems: list[str] = []
        self.places: list[int] = []
        self.strict: set[int] = set()
        self.loose: set[int] = set()
        pending, reach = False, 0
        for index, word in enumerate(reading.words):
            if word.text in _STOPS:
                pending, reach = False, 0
            if is_cue(reading.words, index):
                pending, reach = not pending, _REACH
            elif word.place >= 0:
                self._add(word, others, pending=pending, reach=reach)
                pending, reach = False, max(0, reach - 1, _SOFT_REACH * (word.text in _SOFT))

    def _add(self, word: Word, others: frozenset[str], *, pending: bool, reach: int) -> None:
        stem, denied = _bare(word.text, word.stem, others)
        here = len(self.stems)
        self.stems.append(stem)
        self.places.append(word.place)
        if pending != denied:
            self.strict.add(here)
        if reach or denied:
            self.loose.add(here)


def is_cue(words: Sequence[Word], index: int) -> bool:
    """Whether a word denies what follows it; not in `not only`, `a few`, `few-shot`, `No. 1`."""
    word = words[index].text
    if word.endswith("n't"):
        return True
    before = words[index - 1].text if index else ""
    following = words[index + 1].text if index + 1 < len(words) else ""
    if word not in CUES or (word in {"not", "no"} and following in _LEAD):
        return False
    if word in {"few", "little"}:
        return before not in {"a", "the", "these", "as"} and following not in {"shot", "step"}
    return not (word == "no" and following == ".")


def _bare(text: str, stem: str, others: frozenset[str]) -> tuple[str, bool]:
    """A word without its denying prefix, where the other text has the rest but not the word."""
    if stem in others or text in _WHOLE:
        return stem, False
    for prefix in _PREFIXES:
        rest = text.removeprefix(prefix)
        if rest != text and len(rest) >= 4:
            bare = stem_of(rest)
            if bare in others:
                return bare, True
    return stem, False


def _differs(place: int, here: _Denials, there: _Denials) -> bool:
    """Whether the word at a place is denied here and its counterpart there is not, or the other way round.

    Between unlike surroundings, a paraphrase, a denial anywhere near counts; between like ones only that of the word itself.
    """
    stem = here.stems[place]
    others = [index for index, other in enumerate(there.stems) if other == stem]
    if not others:
        return False
    around = here.reading.around(here.places[place])
    alike = {index: likeness(around, there.reading.around(there.places[index])) for index in others}
    best = max(alike.values())
    if best < min(_NEAR, len(around) / 2):
        return False
    nearest = [index for index in others if alike[index] >= best - 1e-9]
    if around and best >= _SAME * len(around):
        return all((place in here.strict) != (index in there.strict) for index in nearest)
    considered = nearest if best >= _ALIKE else others
    if place in here.strict:
        return not any(index in there.loose for index in considered) and not _denied_near(place, here, there)
    return (
        place not in here.loose
        and all(index in there.strict for index in considered)
        and not _denied_near(place, here, there)
    )


def _denied_near(place: int, here: _Denials, there: _Denials) -> bool:
    """Whether one of the next words of the text is denied, however loosely, on the other side too."""
    following = set(here.stems[place + 1 : place + 3])
    return any(there.stems[index] in following for index in there.loose) if place in here.strict else False
