"""Pruning: a clause cut to a number of words by taking whole subtrees off its dependency tree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperline.domain.syntax import Parse, between, indices

# What a reader loses when a subtree with this label goes; labels that are not here never go.
_LOSS = {
    "advcl": 2.0, "relcl": 2.5, "acl": 3.5, "appos": 2.5, "prep": 3.0, "advmod": 1.0, "amod": 0.6, "conj": 2.0, "cc": 0.0,
    "parataxis": 1.0, "npadvmod": 2.0, "dep": 1.0, "meta": 0.5, "intj": 0.2, "punct": 0.0, "agent": 3.0,
    "ccomp": 4.0,
}  # fmt: skip
_PUFF = frozenset(
    "novel new simple effective efficient comprehensive extensive thorough powerful unified promising innovative significant "
    "substantial remarkable impressive notable superior carefully systematic rigorous elegant principled pioneering first-of-its-kind "
    "strong clear yet but significantly substantially consistently notably remarkably effectively further also specifically "
    "respectively successfully greatly dramatically largely clearly thus thereby therefore hence moreover finally together".split()
)
_HEDGES = frozenset(
    "up approximately nearly about almost only least most average roughly over around not no never without than per further "
    "statistically more less fewer higher lower mainly mostly often rarely sometimes partly partially generally typically".split()
)
_TIGHT_PREPOSITIONS = frozenset("of than per as between".split())
_NOUN = ("NN", "NNS", "NNP", "NNPS", "CD")
_CONDITIONS = frozenset("if when unless where until whether".split())
_VERB = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_BEAM = 16
_BETTER_GONE = 4.0
_TROUBLES = re.compile(
    r"(?:gap|issue|limitation|problem|challenge|drawback|bottleneck|shortcoming|constraint|question|concern|insight|observation|"
    r"finding|phenomenon|goal|need|difficult|setting|weakness)\w*",
    re.IGNORECASE,
)
_DEPTH = 8
_MARKS = (",", ".", ";", ":", "!", "?", "…", "–", "—", "-", "--")
_ENUMERATOR = re.compile(r"[ivx]{1,4}|\d|[a-e]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left of a clause: a mask over the parse's tokens, how many words it reads as, and what its loss was."""

    mask: int
    words: int
    worth: float


def prune(parse: Parse, mask: int, limit: int, *, protect: int = 0) -> Pruned | None:
    """The most worthwhile part of the tokens in `mask` that reads as at most `limit` words, or None.

    Only whole subtrees go, none that holds a token of `protect`, and never part of a coordination of nouns.
    A beam over removals, each valued by the words that it keeps and what is lost with the others.
    """
    mask &= ~_enumerators(parse, mask)
    units = [unit for unit in _units(parse, mask) if not unit[0] & protect]
    scale = _Scale(parse)
    start = Pruned(mask, scale.words(mask), scale.worth(mask))
    seen = {mask}
    beam, done = [start], [start] if start.words <= limit else []
    for _ in range(_DEPTH):
        grown: list[Pruned] = []
        for state in beam:
            for unit, loss in units:
                left = state.mask & ~unit
                if left not in seen and left:
                    seen.add(left)
                    grown.append(Pruned(left, scale.words(left), state.worth - scale.worth(state.mask & unit) - loss))
        done += [state for state in grown if state.words <= limit and _ends_well(parse, state.mask)]
        beam = sorted(
            (s for s in grown if s.words > limit), key=lambda s: (-s.worth / max(1, s.words - limit + 6), s.mask)
        )
        beam = beam[:_BEAM]
        if not beam or (done and max(state.worth for state in done) >= max(state.worth for state in beam)):
            break
    return max(done, key=lambda state: (state.worth, -state.mask), default=None)


class _Scale:
    """Words and worth of masks over one parse, by counting bits."""

    def __init__(self, parse: Parse) -> None:
        self._words = self._numbers = self._content = self._function = 0
        last = -1
        for index, token in enumerate(parse.tokens):
            bit = 1 << index
            if token.start != last and token.tag not in (",", ".", ":", "_SP"):
                self._words |= bit
            last = token.end
            if token.tag == "CD" or token.text in ("%", "×"):
                self._numbers |= bit
            elif token.text.lower() in _PUFF or not token.text[:1].isalnum():
                continue
            elif token.tag in (*_NOUN, *_VERB, "JJ", "JJR", "JJS"):
                self._content |= bit
            else:
                self._function |= bit

    def words(self, mask: int) -> int:
        """How many words, as separated by white space, the tokens read as."""
        return (mask & self._words).bit_count()

    def worth(self, mask: int) -> float:
        """What the words of a mask tell: numbers most, then nouns and verbs; puff and marks nothing."""
        return (
            2.0 * (mask & self._numbers).bit_count()
            + (mask & self._content).bit_count()
            + 0.3 * (mask & self._function).bit_count()
        )


def _ends_well(parse: Parse, mask: int) -> bool:
    """Whether the last word was not cut from what completes it: a verb, an article or a preposition."""
    last = mask.bit_length() - 1
    while last >= 0 and (not mask >> last & 1 or parse.tokens[last].text in _MARKS):
        last -= 1
    following = parse.tokens[last + 1] if last + 1 < len(parse.tokens) else None
    if following is None or following.text in (*_MARKS, "(", ")"):
        return True
    if parse.tokens[last].tag.startswith("VB") and following.tag in ("IN", "RB", "TO", "WRB"):
        return True  # its object never goes: what went was about how, where or when
    return parse.tokens[last].tag not in ("VB", "VBP", "VBZ", "VBG", "TO", "DT", "IN", "JJ", "PRP$", "CC", "WDT", "POS")


def _enumerators(parse: Parse, mask: int) -> int:
    """The tokens of `(i)`, `(2)` and the like."""
    found = 0
    for index in indices(mask):
        around = [token.text for token in parse.tokens[index : index + 3]]
        if len(around) == 3 and around[0] == "(" and around[2] == ")" and _ENUMERATOR.fullmatch(around[1]):
            found |= between(index, index + 2)
    return found


def _units(parse: Parse, mask: int) -> list[tuple[int, float]]:
    """The subtrees that may go, each with the marks that belong to it, and what the reader loses beyond their words."""
    units = [(unit, 0.3) for unit in _brackets(parse, mask)]
    pointing = _pointing(parse)
    for index in indices(mask):
        token = parse.tokens[index]
        if token.text in (":", ";") and token.dep == "punct" and index + 1 < len(parse.tokens):
            units.append((mask & ~((1 << index) - 1), 0.5))
        loss = _loss(parse, index)
        if loss is None or not mask & ~parse.subtrees[index]:
            continue
        unit = parse.subtrees[index] & mask
        if token.dep == "conj":
            unit |= _before(parse, index, mask)
        if not (_leaves_colon(parse, unit, mask) or _breaks_article(parse, index, unit) or _splits_word(parse, unit)):
            units.append((unit, loss - _BETTER_GONE if unit & pointing else loss))
    return units


def _pointing(parse: Parse) -> int:
    """The demonstratives of `these challenges`, `such limitations`: what holds them does not stand alone."""
    return sum(
        1 << index
        for index, token in enumerate(parse.tokens)
        if token.text.lower() in ("this", "these", "those", "such")
        and _TROUBLES.fullmatch(parse.tokens[token.head].text)
    )


def _leaves_colon(parse: Parse, unit: int, mask: int) -> bool:
    """Whether a colon would lose the words that announce its list."""
    after = unit.bit_length()
    return after < len(parse.tokens) and bool(mask >> after & 1) and parse.tokens[after].text == ":"


def _splits_word(parse: Parse, unit: int) -> bool:
    """Whether only a part of a word written without spaces would go."""
    first, last = next(indices(unit)), unit.bit_length() - 1
    tokens = parse.tokens
    if (
        first
        and tokens[first - 1].end == tokens[first].start
        and tokens[first - 1].text not in ("(", "[", "“", '"', "``")
    ):
        return tokens[first].text not in ("(", "[", ",", ";", ":", "–", "—")
    if last + 1 < len(tokens) and tokens[last].end == tokens[last + 1].start:
        return tokens[last + 1].text not in (*_MARKS[:7], ")", "]", "”", '"', "''")
    return False


def _breaks_article(parse: Parse, index: int, unit: int) -> bool:
    """Whether an adjective goes that its article was chosen for: `a new approach` is not `a approach`."""
    after = unit.bit_length()
    if not index or after >= len(parse.tokens) or parse.tokens[index - 1].text.lower() not in ("a", "an"):
        return False
    return (parse.tokens[index - 1].text.lower() == "an") != (parse.tokens[after].text[:1].lower() in "aeiou")


def _loss(parse: Parse, index: int) -> float | None:
    """What is lost with the subtree of a token beyond its words; None where it has to stay."""
    token, head = parse.tokens[index], parse.tokens[parse.tokens[index].head]
    word = token.text.lower()
    loss = _LOSS.get(token.dep)
    if loss is None or word in _HEDGES or token.dep == "punct":
        return None
    if token.dep in ("amod", "advmod"):
        return 0.1 if word in _PUFF else (0.8 if token.dep == "advmod" and word.endswith("ly") else None)
    if token.dep == "conj":
        clausal = token.tag in _VERB and head.tag in _VERB and not head.dep.startswith(("amod", "compound"))
        return loss if clausal else (3.5 if _is_further_object(parse, index) else None)
    if token.dep == "cc":
        return None
    if token.dep == "prep":
        if word in _TIGHT_PREPOSITIONS or _completes(parse, index):
            return None
        return loss + (1.5 if head.tag in _NOUN else 0.0)
    if token.dep == "advcl" and any(parse.tokens[child].text.lower() in _CONDITIONS for child in parse.children[index]):
        return loss + 2.0
    if token.dep == "ccomp" or (token.dep == "appos" and head.dep == "nummod"):
        return None
    return loss


def _is_further_object(parse: Parse, index: int) -> bool:
    """Whether a noun is the first of those joined to an object, so that all of them can go and leave the object true."""
    head = parse.tokens[index].head
    token = parse.tokens[head]
    if token.dep not in ("dobj", "attr", "pobj") or token.tag not in _NOUN or parse.child(head, "preconj") is not None:
        return False
    governor = parse.tokens[token.head].text.lower()
    return not (token.dep == "pobj" and governor in ("between", "among", "of", "both"))


def _completes(parse: Parse, index: int) -> bool:
    """Whether a preposition completes its verb or noun (`focus on`, `lead to`, `by 12%`), so that it must stay."""
    token, head = parse.tokens[index], parse.tokens[parse.tokens[index].head]
    pair = f"{head.text.lower()} {token.text.lower()}"
    if _PAIRS.match(pair):
        return True
    amount = parse.child(index, "pobj")
    return (
        token.text.lower() in ("by", "to", "from", "at")
        and amount is not None
        and any(parse.tokens[below].tag == "CD" for below in indices(parse.subtrees[amount]))
    )


_PAIRS = re.compile(
    r"(?:focus\w*|rel\w+|depend\w*|base\w*|build\w*|built|act\w*|work\w*) on\b|(?:lead\w*|led|contribut\w+|adapt\w*|appl\w+|due|compar\w+|"
    r"tailor\w*|equal\w*|correspond\w*|extend\w*|generaliz\w+|scal\w+|transfer\w*|robust|sensitive|close|akin|similar|prone) to\b|"
    r"(?:consist\w*|suffer\w*|result\w*|differ\w*|deriv\w+|learn\w*|aris\w+|benefit\w*|stem\w*) from\b|consist\w* of\b|"
    r"(?:result\w*|specializ\w+|succeed\w*|excel\w*|engag\w+|increase|reduction|improvement|gain|drop|decrease|gains|improvements) in\b|"
    r"(?:cop\w+|deal\w*|align\w*|compet\w+|interact\w*|equip\w*|compar\w+|replac\w+|consistent|combined|integrat\w+) with\b|"
    r"(?:account\w*|suit\w*|design\w*|allow\w*|need|search\w*) for\b|(?:defin\w+|serv\w+|treat\w*|formulat\w+|view\w*|us\w+|model\w*|known|act\w*|refer\w*) as\b|"
    r"(?:improvement|gain|advantage|gains|improvements|superior\w*) over\b|(?:bas\w+|insight\w*) (?:upon|into)\b"
)


def _before(parse: Parse, index: int, mask: int) -> int:
    """The conjunction and comma in front of a conjunct."""
    unit, position = 0, min(indices(parse.subtrees[index])) - 1
    while (
        position >= 0
        and mask >> position & 1
        and (parse.tokens[position].dep == "cc" or parse.tokens[position].text == ",")
    ):
        unit |= 1 << position
        position -= 1
    return unit


def _brackets(parse: Parse, mask: int) -> list[int]:
    """The token runs in brackets, the brackets included."""
    found, opened = [], []
    for index in indices(mask):
        text = parse.tokens[index].text
        if text in ("(", "["):
            opened.append(index)
        elif text in (")", "]") and opened:
            found.append(between(opened.pop(), index) & mask)
    return found
