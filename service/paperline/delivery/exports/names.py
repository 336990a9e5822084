"""Authors' names as reference managers want them: family and given name apart, a group in one piece."""

from __future__ import annotations

from dataclasses import dataclass

from paperline.delivery.exports.single_line import single_line

_PARTICLES = frozenset(
    "af al bin da dal de del della dello den der des di do dos du el ibn la le san st st. ten ter van vom von zu zum zur".split()
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_GROUPS = frozenset(
    "association center centre collaboration committee consortium group initiative institute lab labs project society "
    "team university workshop".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; a name that is one piece, such as a group's, is all `family` and `whole`."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def whole(self) -> bool:
        """Whether the name is one piece."""
        return not self.given

    @property
    def inverted(self) -> str:
        """`Family, Given, Suffix`, without what is empty."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


def name_of(written: str) -> Name:
    """The parts of a name as it is written, given name first; the family name begins with its particles.

    A written comma divides as it does in bibliographies. A group, a single word and a name without spaces stay whole.
    """
    words = single_line(written).replace(",", " , ").split()
    if not words or any(word.casefold().strip(".()") in _GROUPS for word in words):
        return Name(single_line(written))
    suffix = ""
    if len(words) > 2 and words[-1].casefold() in _SUFFIXES:
        suffix = words.pop()
        words = words[:-1] if words[-1] == "," else words
    if "," in words:
        place = words.index(",")
        given = " ".join(word for word in words[place + 1 :] if word != ",")
        return Name(" ".join(words[:place]) or given, given if place else "", suffix)
    first = max(1, len(words) - 1)
    while first > 1 and words[first - 1] in _PARTICLES:
        first -= 1
    family, given = " ".join(words[first:]), " ".join(words[:first])
    return Name(family, given, suffix) if family else Name(given)
