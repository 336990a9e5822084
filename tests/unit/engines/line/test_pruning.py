"""What shortening a clause may take off it, and what it never takes."""

from __future__ import annotations

import pytest

from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.text import Sentence
from paperline.engines.embedded.line.cutting.pruning import prune
from paperline.engines.embedded.line.cutting.rendering import as_fragment


def _shortened(syntax: SpacySyntax, sentence: str, *limits: int) -> list[str]:
    (parse,) = syntax.parse([sentence])
    everything = (1 << len(parse.tokens)) - 1
    whole = Sentence(0, len(sentence), sentence)
    return [as_fragment(sentence, whole, parse, pruned.mask).text for pruned in prune(parse, everything, limits)]


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        ("Lantern enables small models to plan long journeys through unfamiliar cities with a paper map.", "enables small models$"),
        ("The tutor measures the ability of students to recall long lists of rivers after a week of sleep.", r"ability of students$"),
        ("The sorter trained on this corpus of letters outperforms three older sorters on every shelf we own.", r"trained outperforms"),
        ("Its recall is comparable to that of the human indexers who worked for the library over four years.", r"comparable$"),
        ("The press reaches 80 words on thin paper and 65 words on thick paper, which is often wet in spring.", r"65 words$"),
        ("The loom halves the cost of both linen and heavy winter cotton in the mills that we could visit.", r"both linen(?! and)"),
        ("The sluice lets barges pair with several larger boats of the river fleet; and also halves the time at the gate.", r"pair(?! with)"),
        ("The oven is accomplished with ten times fewer logs than the old one while baking more than a hundred loaves a day.", r"accomplished while"),
        ("The raft uses a new sail, steering oar, and rope all made for the wide and shallow lakes of the northern plain.", r"sail, steering oar$"),
        ("The press gains 8.4% on thin paper and 19.4% on thick paper over the hand press of the town in every season.", r"19\.4%$"),
        ("The pump reaches a mean error near 0.013 litres on the shallow wells that we measured over a dry and windy year.", r"mean error$"),
        ("The kiln turns river clay and broken glass into hard bricks within a day of slow and even heat.", r"glass$"),
    ],
)  # fmt: skip
def test_a_cut_never_leaves_a_word_without_what_completes_it(syntax: SpacySyntax, sentence: str, never: str) -> None:
    """Infinitives, complements, second halves of pairs and the places of listed numbers stay with their heads."""
    import re

    for text in _shortened(syntax, sentence, 14, 11, 8):
        assert not re.search(never, text), text


def test_every_limit_gives_its_own_form_longest_first(syntax: SpacySyntax) -> None:
    """Two limits give two forms where the shorter has to lose more."""
    sentence = "The engine compresses telegrams by a third, which saves wire, when operators agree on a code book."
    longer, shorter = _shortened(syntax, sentence, 14, 8)
    assert len(shorter.split()) <= 8 < len(longer.split()) <= 14


def test_a_list_behind_a_colon_stays_whole_or_goes(syntax: SpacySyntax) -> None:
    """No item of such a list is taken alone."""
    sentence = (
        "The chest holds four kinds of tools: planes for oak, saws for pine, files for brass and awls for leather."
    )
    for text in _shortened(syntax, sentence, 16, 10):
        assert ":" not in text or text.endswith("awls for leather")


def test_what_is_protected_stays(syntax: SpacySyntax) -> None:
    """A subtree that holds a protected token is never removed."""
    sentence = "The clock drifts less than its rivals, losing 3% of a minute in a month of steady and careful use."
    (parse,) = syntax.parse([sentence])
    number = next(index for index, token in enumerate(parse.tokens) if token.text == "3")
    for pruned in prune(parse, (1 << len(parse.tokens)) - 1, (12, 8), protect=1 << number):
        assert pruned.mask >> number & 1


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        ("The barge sinks old records by margins of 10% - 20% speed on every river that we could measure last year.", r"10%$"),
        ("The press beats leading hand-set and modern machine presses by four points on every page of the test book.", r"hand-set by"),
        ("The mill grinds rye, oats, and barley on one stone in a valley without wind, water or horses to turn it.", r"rye, oats (?!and)"),
        ("The quay mends leaks through careful tar pouring and seals old planks via slow and even drying of the wood.", r"leaks pouring"),
    ],
)  # fmt: skip
def test_words_on_both_sides_of_a_cut_can_stand_beside_each_other(
    syntax: SpacySyntax, sentence: str, never: str
) -> None:
    """Ranges, shared nouns, ends of lists and gerunds that the parser mistakes stay whole."""
    import re

    for text in _shortened(syntax, sentence, 14, 11, 8):
        assert not re.search(never, text), text


def test_what_points_back_goes_and_the_means_stay(syntax: SpacySyntax) -> None:
    """`that mends this gap by joining …` becomes `joining …`."""
    (text,) = _shortened(syntax, "A frame that overcomes this limitation by joining old beams with new ropes.", 14)
    assert text == "A frame joining old beams with new ropes"
