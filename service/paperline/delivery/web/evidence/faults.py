"""What a failed check found, in plain words, with what the text says and what its evidence says where that can be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperline.domain.grounding.names import unknown_names
from paperline.domain.grounding.quantities import Quantity, quantities
from paperline.domain.summaries import CheckName, Checks
from paperline.domain.text import Span

_PLAIN = {
    CheckName.SPANS: "The sentence that it should rest on does not stand in the abstract as it was cited.",
    CheckName.NUMBERS: "A number stands in another place than in the sentence.",
    CheckName.NAMES: "A name, or the number of a release, is not the paper's.",
    CheckName.NEGATION: "Either this or the sentence says “not”, and the other does not.",
    CheckName.COMPARISON: "What is better or more here is not the better or the more in the sentence.",
    CheckName.STANDALONE: "It points at something that is not named here.",
    CheckName.OTHER_PAPER: "It uses words that this paper does not use; it may speak of another one.",
}
_MOST_NAMED = 3


def fault_words(text: str, evidence: Sequence[Span], checks: Checks, paper: str) -> tuple[str, ...]:
    """A sentence or more for every failed check; `paper` is title and abstract."""
    support = " ".join(span.text for span in evidence)
    return tuple(words for name in checks.failed for words in _found(name, text, support, paper) or (_PLAIN[name],))


def _found(name: CheckName, text: str, support: str, paper: str) -> list[str]:
    if name is CheckName.NUMBERS:
        return list(_numbers(text, support))[:_MOST_NAMED]
    if name is CheckName.NAMES:
        return [f"It says “{word}”, which is not in the paper." for word in unknown_names(text, paper)[:_MOST_NAMED]]
    return []


def _numbers(text: str, support: str) -> Iterator[str]:
    stated = quantities(support)
    for claimed in quantities(text):
        if any(claimed.agrees(other) for other in stated):
            continue
        says = f"It says {_written(text, claimed)}"
        of_its_kind = [other for other in stated if claimed.units & other.units]
        nearest = min(of_its_kind, key=lambda other: abs(other.value - claimed.value), default=None)
        if nearest is None:
            yield f"{says}; the sentence has no such number."
        else:
            yield f"{says}, the sentence says {_written(support, nearest)}."


def _written(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end].strip().replace("\\", "")
