"""Changes of wording that keep the sense: a check that complains of them raises a false alarm."""

from __future__ import annotations

import re

from evals.mutations.material import Material, Operation, replaced, swapped_word

_WORDS = dict(zip("two three four five six seven eight nine ten".split(), range(2, 11), strict=True))


def brackets_out(material: Material) -> str | None:
    """The sentence without what stands in brackets."""
    made = re.sub(r"\s*\([^()]*\)", "", material.text)
    return made if made != material.text else None


def opener_out(material: Material) -> str | None:
    """The sentence without its first adverbial, where we, our or this follows."""
    found = re.match(
        r"(?:However|Moreover|Furthermore|In this (?:paper|work)|To [^,]{5,90}|Finally|Notably|Specifically|Additionally), (?=(?:we|our|this paper)\b)",
        material.text,
    )
    return None if found is None else material.text[found.end()].upper() + material.text[found.end() + 1 :]


def last_clause_out(material: Material) -> str | None:
    """The sentence without its last participle clause."""
    made = re.sub(r", (?:\w+ing|which|while|thereby)\b[^,;]*\.$", ".", material.text)
    return made if made != material.text and len(made.split()) > 6 else None


def _pattern(pattern: str, by: str) -> Operation:
    compiled = re.compile(pattern)

    def change(material: Material) -> str | None:
        made = compiled.sub(by, material.text, count=1)
        return made if made != material.text else None

    return change


def spelled_as_digits(material: Material) -> str | None:
    """Three as 3."""
    found = re.search(rf"(?<![\w-])({'|'.join(_WORDS)})(?= [a-z]+s\b)", material.text)
    return replaced(material.text, *found.span(), str(_WORDS[found[1]])) if found else None


def name_for_we(material: Material) -> str | None:
    """The paper's name, from its title, instead of our method."""
    found = re.match(r"([A-Z]\w{2,20}): ", material.paper.title)
    ours = re.search(r"\b[Oo]ur (?:method|model|approach|framework|system)\b", material.text)
    return replaced(material.text, *ours.span(), found[1]) if found and ours else None


synonyms = swapped_word({
    "outperforms": "surpasses", "outperform": "surpass", "improves": "enhances", "improve": "enhance", "reduces": "lowers",
    "reducing": "lowering", "without": "with no", "does not": "doesn't", "do not": "don't", "achieves": "reaches", "significantly": "markedly",
    "is not": "isn't", "cannot": "can not", "increases": "raises", "faster": "more quickly", "superior": "better",
})  # fmt: skip

OPERATIONS: dict[str, Operation] = {
    "brackets out": brackets_out, "opener out": opener_out, "last clause out": last_clause_out,
    "12% as 12 percent": _pattern(r"(?<=\d)\s?\\?%", " percent"), "12 percent as 12%": _pattern(r"(?<=\d) percent\b", "%"),
    "1.2x as 1.2 times": _pattern(r"(?<=\d)\s?(?:×|x(?= )|\\times)", " times"), "4-8 as 4 to 8": _pattern(r"(?<=\d)[–-](?=\d+\b)", " to "),
    "10K as 10,000": _pattern(r"(?<= \d\d)[kK]\b", ",000"), "1,000 as 1000": _pattern(r"(?<=\b\d),(?=\d{3}\b)", ""),
    "three as 3": spelled_as_digits, "the paper's name": name_for_we, "2x as twofold": _pattern(r"\b2(?:x|×|\.0x)(?= )", "twofold"),
    "million as M": _pattern(r"(?<=\d) million\b", "M"), "synonyms": synonyms,
}  # fmt: skip
