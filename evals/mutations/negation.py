"""Mutations of negation: what holds is denied, what is denied holds."""

from __future__ import annotations

import re

from evals.mutations.material import Material, Operation, replaced, swapped_word

_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|will|does|do|has|have|should|may|must)\b(?! (?:not|no|never|only|neither)\b)(?=\s[a-z])"
)
_NOT_SENSE = re.compile(
    r"\bnot (?:only|just|merely|solely|necessarily)\b|\bno (?:longer|matter)\b|\bif not\b|\bwhether\b|\bno\.",
    re.IGNORECASE,
)
_NOUN_OBJECT = re.compile(
    r"\b(achieves?|shows?|provides?|requires?|yields?|offers?|gives?|needs?|has|have|contains?|introduces?|brings?|exhibits?|demonstrates?|maintains?|enables?|finds?|reveals?|supports?|preserves?) (?=(?:a |an |the |its |their )?[a-z])"
)
_REMOVABLE = re.compile(
    r"\b(?:not|never) (?!only|just|merely|solely|necessarily)|n['’]t\b|(?<=can)not\b", re.IGNORECASE
)

to_opposite = swapped_word({
    "effective": "ineffective", "effectively": "ineffectively", "efficient": "inefficient", "efficiently": "inefficiently",
    "stable": "unstable", "reliable": "unreliable", "consistent": "inconsistent", "consistently": "inconsistently",
    "possible": "impossible", "sufficient": "insufficient", "able": "unable", "capable": "incapable", "accurate": "inaccurate",
    "feasible": "infeasible", "necessary": "unnecessary", "successful": "unsuccessful", "successfully": "unsuccessfully",
    "robust": "non-robust", "significant": "insignificant", "significantly": "insignificantly", "relevant": "irrelevant",
    "complete": "incomplete", "dependent": "independent", "seen": "unseen", "supervised": "unsupervised", "valid": "invalid",
    "correct": "incorrect", "correctly": "incorrectly", "safe": "unsafe", "known": "unknown", "interpretable": "uninterpretable",
    "linear": "nonlinear", "realistic": "unrealistic", "compatible": "incompatible", "limited": "unlimited", "labeled": "unlabeled",
})  # fmt: skip
from_opposite = swapped_word({
    "unstable": "stable", "unreliable": "reliable", "inconsistent": "consistent", "impossible": "possible", "unable": "able",
    "insufficient": "sufficient", "inefficient": "efficient", "ineffective": "effective", "unlikely": "likely", "unknown": "known",
    "unseen": "seen", "unsupervised": "supervised", "unlabeled": "labeled", "infeasible": "feasible", "incomplete": "complete",
    "irrelevant": "relevant", "inaccurate": "accurate", "incorrect": "correct", "independent": "dependent", "non-trivial": "trivial",
    "training-free": "training-based", "label-free": "label-based", "unclear": "clear", "underexplored": "well explored",
    "unexplored": "explored", "unsafe": "safe", "nonlinear": "linear",
})  # fmt: skip
to_without = swapped_word({"with": "without"}, 0)
from_without = swapped_word({"without": "with"}, 0)
scarcity = swapped_word({
    "often": ("rarely", "seldom", "never"), "always": "never", "usually": "rarely", "many": "few", "few": "many", "little": "much",
    "rarely": "often", "seldom": "often", "hardly": "easily", "some": "no", "all": "no", "each": "no", "every": "no",
    "both": "neither of", "most": "hardly any",
})  # fmt: skip
lack = swapped_word({
    "lack": "have", "lacks": "has", "lacking": "having", "absence": "presence", "presence": "absence", "unable to": "able to",
    "fails to": "manages to", "fail to": "manage to", "avoids": "causes", "avoid": "cause", "avoiding": "causing",
    "prevents": "allows", "prevent": "allow", "preventing": "allowing", "eliminates": "introduces", "eliminate": "introduce",
    "eliminating": "introducing", "enables": "prevents", "enable": "prevent", "enabling": "preventing", "allows": "prevents",
    "allow": "prevent", "succeeds": "fails", "supports": "rejects", "supports the": "refutes the", "confirm": "refute",
    "confirms": "refutes", "no need for": "a need for", "include": "exclude", "includes": "excludes", "including": "excluding",
})  # fmt: skip


def not_after_auxiliary(material: Material) -> str | None:
    """`is` as `is not`."""
    found = list(_AUXILIARY.finditer(material.text))
    if not found:
        return None
    word = material.rng.choice(found)
    tail = (
        material.rng.choice((" not", " never", " hardly", "n't")) if word[1] not in {"may", "can", "will"} else " not"
    )
    return replaced(material.text, word.end(), word.end(), tail)


def does_not(material: Material) -> str | None:
    """`improves` as `does not improve`, or `fails to improve`."""
    verb = _present_verb(material)
    if verb is None:
        return None
    token = material.parse.tokens[verb]
    third = token.tag == "VBZ"
    plain = _plain(token.text) if third else token.text
    helper = material.rng.choice(
        ("does not ", "fails to ", "doesn't ", "cannot ") if third else ("do not ", "fail to ", "cannot ", "never ")
    )
    return replaced(material.text, token.start, token.end, helper + plain)


def no_object(material: Material) -> str | None:
    """`achieves high accuracy` as `achieves no high accuracy`."""
    found = list(_NOUN_OBJECT.finditer(material.text))
    if not found:
        return None
    verb = material.rng.choice(found)
    rest = material.text[verb.end() :]
    article = re.match(r"(?:a|an|the|its|their) ", rest)
    return replaced(material.text, verb.end(), verb.end() + (article.end() if article else 0), "no ")


def not_removed(material: Material) -> str | None:
    """`is not` as `is`, `cannot` as `can`, `don't` as `do`."""
    if _NOT_SENSE.search(material.text):
        return None
    found = list(_REMOVABLE.finditer(material.text))
    if not found:
        return None
    word = material.rng.choice(found)
    return replaced(material.text, word.start(), word.end(), "")


def no_removed(material: Material) -> str | None:
    """`no extra cost` as `extra cost`."""
    if _NOT_SENSE.search(material.text):
        return None
    found = list(re.finditer(r"\b[Nn]o (?=[a-z])", material.text))
    if not found:
        return None
    word = material.rng.choice(found)
    return replaced(material.text, word.start(), word.end(), "")


def it_is_false(material: Material) -> str | None:
    """`It is not the case that …`."""
    text = (
        material.text[:1].lower() + material.text[1:]
        if re.match(r"(?:We|Our|The|In|On|Experiments|Results)\b", material.text)
        else material.text
    )
    return material.rng.choice(("It is not true that ", "There is no evidence that ", "It is doubtful that ")) + text


OPERATIONS: dict[str, Operation] = {
    "not after an auxiliary": not_after_auxiliary, "does not, fails to": does_not, "no before the object": no_object,
    "not removed": not_removed, "no removed": no_removed, "with as without": to_without, "without as with": from_without,
    "in-, un-, non- added": to_opposite, "in-, un-, non- removed": from_opposite, "often as rarely": scarcity,
    "verbs of denial": lack, "it is not true that": it_is_false,
}  # fmt: skip


def _present_verb(material: Material) -> int | None:
    tokens = material.parse.tokens
    verbs = [
        i for i in material.parse.roots
        if tokens[i].tag in ("VBZ", "VBP") and tokens[i].text.lower() not in {"is", "are", "has", "have", "'s", "'re"}
    ]  # fmt: skip
    return material.rng.choice(verbs) if verbs else None


def _plain(verb: str) -> str:
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if re.search(r"(?:ss|sh|ch|x|zz|o)es$", verb):
        return verb[:-2]
    return verb.removesuffix("s")
