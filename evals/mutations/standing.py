"""Mutations of standing alone: the subject a pronoun, an opening that leans on the sentence before, a problem never named."""

from __future__ import annotations

import re

from evals.mutations.material import Material, Operation, replaced

_PLURAL = ("NNS", "NNPS")


def pronoun_subject(material: Material) -> str | None:
    """The subject as It, They, This, These or That."""
    return _subject(material, ("It", "This"), ("They", "These", "Those"))


def bare_noun_subject(material: Material) -> str | None:
    """The subject as This approach, Such methods, The former."""
    return _subject(
        material,
        ("This approach", "This method", "This technique", "That model", "The former", "The latter", "This", "The above method", "Such a design"),
        ("These methods", "These models", "Such approaches", "Both", "The latter", "The two", "Both approaches", "These"),
    )  # fmt: skip


def leaning_opener(material: Material) -> str | None:
    """`To address this, …`."""
    opener = material.rng.choice((
        "To address this, ", "To this end, ", "In this way, ", "To bridge this gap, ", "To tackle these challenges, ", "By doing so, ",
        "To overcome these limitations, ", "Despite this, ", "Based on this, ", "Motivated by these findings, ", "Building on this insight, ",
        "To solve this problem, ", "Under this setting, ", "With these components, ", "To mitigate this issue, ", "In doing so, ",
        "For this purpose, ", "Inspired by this, ", "Given these observations, ", "In light of these results, ",
    ))  # fmt: skip
    return opener + _lowered(material.text)


def leaning_conjunction(material: Material) -> str | None:
    """`However, …`, `Therefore, …`."""
    word = material.rng.choice((
        "However, ", "Therefore, ", "Moreover, ", "Furthermore, ", "But ", "And ", "Thus, ", "Hence, ", "In contrast, ", "Instead, ",
        "Nevertheless, ", "As a result, ", "Consequently, ", "Conversely, ", "On the other hand, ", "Additionally, ", "Then, ", "For instance, ",
        "In addition, ", "Similarly, ", "Otherwise, ",
    ))  # fmt: skip
    return word + _lowered(material.text)


def unnamed_object(material: Material) -> str | None:
    """The object as this problem, these challenges, them."""
    tokens = material.parse.tokens
    for root in material.parse.roots:
        subject, thing = material.parse.child(root, "nsubj"), material.parse.child(root, "dobj")
        if subject is None or thing is None or tokens[subject].text.lower() not in {"we", "authors", "paper", "work"}:
            continue
        start, end = material.span(thing)
        by = material.rng.choice(("this problem", "these challenges", "this gap", "this issue", "these limitations", "the latter", "them", "this", "such methods", "both bottlenecks"))  # fmt: skip
        if tokens[root].end < start and end - start > 12:
            return replaced(material.text, start, end, by)
    return None


def owned_by_no_one(material: Material) -> str | None:
    """`The accuracy …` as `Its accuracy …`, `The model` as `Their model`."""
    found = re.match(r"(?:The|A|An|Our) (?=[a-z])", material.text)
    if found is None:
        return None
    return replaced(material.text, 0, found.end(), material.rng.choice(("Its ", "Their ")))


def relative_fragment(material: Material) -> str | None:
    """What follows the subject alone: `which improves …`, `and improves …`, `while improving …`."""
    tokens = material.parse.tokens
    for root in material.parse.roots:
        if tokens[root].tag in ("VBZ", "VBP", "VBD") and root and len(tokens) - root > 5:
            rest = material.text[tokens[root].start :]
            return material.rng.choice(("which ", "Which ", "and ", "that ", "And ", "but ")) + rest
    return None


OPERATIONS: dict[str, Operation] = {
    "subject as a pronoun": pronoun_subject, "subject as this method": bare_noun_subject, "leaning opener": leaning_opener,
    "leaning conjunction": leaning_conjunction, "object never named": unnamed_object, "its, their": owned_by_no_one,
    "relative clause alone": relative_fragment,
}  # fmt: skip


def _subject(material: Material, singular: tuple[str, ...], plural: tuple[str, ...]) -> str | None:
    tokens = material.parse.tokens
    for root in material.parse.roots:
        subject = material.parse.child(root, "nsubj", "nsubjpass")
        if (
            subject is None
            or subject > root
            or tokens[subject].text.lower() in {"we", "it", "they", "there", "i", "that", "which"}
        ):
            continue
        start, end = material.span(subject)
        if start > 0:
            continue
        many = tokens[subject].tag in _PLURAL
        return replaced(material.text, start, end, material.rng.choice(plural if many else singular))
    return None


def _lowered(text: str) -> str:
    return (
        text[:1].lower() + text[1:]
        if re.match(r"(?:We|Our|The|A|An|In|On|Experiments?|Results?|This|Extensive|Existing|Recent)\b", text)
        else text
    )
