"""Offers and findings that long names, small names, torn trees and multiples used to hide."""

from __future__ import annotations

import pytest

from paperline.engines.embedded.fragments import Fragment
from paperline.engines.embedded.line.findings import findings
from paperline.engines.embedded.line.offers import offers
from paperline.engines.embedded.line.writing import write_line
from paperline.engines.embedded.names.naming import find_name
from tests.unit.engines.line.conftest import Read


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Sorting Wet Letters", "Clerks lose time. We propose a Self-Drying Letter Rack (SDLR) framework for sorting wet letters by weight. SDLR is cheap.",
         "SDLR: a framework for sorting wet letters by weight"),
        ("Sorting Wet Letters", "Clerks lose time. We present the Quick-Sift Filing (QSF) method, which weighs each letter to find its drawer.",
         "QSF: weighs each letter to find its drawer"),
        ("Sorting Wet Letters", "Clerks lose time. We present the Filing Exam (FEX) benchmark, designed to test clerks on wet letters.",
         "FEX: designed to test clerks on wet letters"),
        ("QuickSift: Letters", "Clerks lose time. We propose QuickSift to accelerate the sorting of wet letters by weighing them.",
         "QuickSift to accelerate the sorting of wet letters by weighing them"),
        ("Filing at Speed", "Clerks lose time. We present z7, a small extension to card indexes that enables selective reading.",
         "z7: a small extension to card indexes that enables selective reading"),
        ("Filing at Speed", "Clerks lose time. We introduce in-drawer feedback, a filing habit in which clerks mark each old letter.",
         "in-drawer feedback: a filing habit in which clerks mark each old letter"),
        ("Filing at Speed", "Clerks lose time. We propose treating every wet letter as a card index of its own.",
         "treating every wet letter as a card index of its own"),
        ("QuickSift: Letters", "Clerks lose time. We introduce QuickSift a novel benchmark that measures the filing skills of clerks.",
         "QuickSift: a novel benchmark that measures the filing skills of clerks"),
        ("QuickSift: Letters", "Clerks lose time. We propose a novel letter sorting engine QuickSift.",
         "QuickSift: a novel letter sorting engine"),
        ("QuickSift: Letters", "Clerks lose time. We introduce QuickSift, our first open sorting engine, which supports letters from 33 towns.",
         "QuickSift: first open sorting engine, which supports letters from 33 towns"),
        ("QuickSift: Letters", ("Clerks lose time. We present QuickSift, a new benchmark designed to evaluate clerks' ability to reject plausible but wrong "
         "seals across three kinds of old letters: wet, torn, and empty."),
         "QuickSift: a new benchmark designed to evaluate clerks' ability to reject plausible but wrong seals"),
    ],
)  # fmt: skip
def test_what_is_offered_is_found_behind_names_of_every_shape(read: Read, title: str, text: str, expected: str) -> None:
    """Long names before a noun, small names, purposes, gerunds, and lists that have to go."""
    found = [candidate.text for candidate in offers(read(text, title), find_name(title, text))]
    assert expected in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Alba, Brera, and Coma, QuickSift-1.7B-Large matches or surpasses sieves of twice its weight.",
         "matches or surpasses sieves of twice its weight"),
        ("By weighing letters, our method requires 9000x less paper and achieves over 20x fewer errors than clerks.",
         "requires 9000x less paper and achieves over 20x fewer errors than clerks"),
        ("QuickSift improves accuracy by up to +3.4% while saving 5 drawers per clerk on average.",
         "improves accuracy by up to +3.4% while saving 5 drawers per clerk on average"),
        ("Tested on a new collection, our method consistently outperforms open-source sieves and nears the speed of paid ones.",
         "consistently outperforms open-source sieves and nears the speed of paid ones"),
    ],
)  # fmt: skip
def test_what_the_named_thing_does_better_is_found_whatever_the_parser_took_it_for(
    read: Read, text: str, expected: str
) -> None:
    """Verbs read as nouns, multiples before comparatives, and rivals that are open source."""
    text = f"Clerks lose time. We present QuickSift, a sieve for letters. {text}"
    abstract = read(text, "QuickSift: Letters")
    assert expected in [candidate.fragment.text for candidate in findings(abstract, abstract.name)]


def test_a_participle_behind_the_name_is_inflected(read: Read) -> None:
    """`…; outperforming …` of one thing reads `…; outperforms …`."""
    text = (
        "Clerks lose time. We present QuickSift, a sieve for wet letters of any size. On ten collections QuickSift is trained without labels of "
        "any kind and is given only the pages that no clerk has read in ten years, outperforming the best clerk by 14.0% in speed."
    )
    assert "; outperforms the best clerk by 14.0% in speed" in write_line(read(text, "QuickSift: Letters")).text


def test_a_purpose_that_points_outside_does_not_stand_for_the_offer(read: Read) -> None:
    """`QuickSift to solve this problem` says nothing."""
    text = "Clerks lose time. We propose QuickSift to solve this old problem of clerks."
    assert not any("this" in candidate.text for candidate in offers(read(text), find_name("QuickSift: Letters", text)))


def test_what_tex_left_behind_is_read_as_it_was_meant() -> None:
    """Escapes, ties and lost strokes are read, and the evidence keeps them."""
    source = "It gains 4.4\\% by Policy Learning~(PL) and is 2sim 3.6times faster"
    fragment = Fragment(source, ((0, len(source)),))
    assert fragment.text == "It gains 4.4% by Policy Learning (PL) and is 2–3.6× faster"
    assert fragment.spans[0].text == source
