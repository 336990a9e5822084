"""Lines that use the room they have: a second half where one is worth saying, and short forms in full."""

from __future__ import annotations

import re

import pytest

from paperline.domain.summaries import PartRole
from paperline.domain.text import split_sentences
from paperline.engines.embedded.line.explaining import explained
from paperline.engines.embedded.line.findings import findings
from paperline.engines.embedded.line.offers import offers
from paperline.engines.embedded.line.weighing.worth import says_number
from paperline.engines.embedded.line.writing import write_line
from paperline.engines.embedded.names.naming import find_name
from paperline.engines.embedded.names.short_forms import short_forms
from tests.unit.engines.line.conftest import Read

LETTERS = "Wet letter sorting (WLS) is slow, as a quick sieve (QS) tears them. "


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        ("We present Sifto, a WLS machine for small offices.", "Sifto: a wet letter sorting machine for small offices"),
        ("We present Sifto, a machine that makes WLS cheap for small offices.", "makes wet letter sorting cheap"),
        ("We present Sifto, an office in which several QSs work together at night.", "several quick sieves work"),
    ],
)
def test_a_short_form_stands_in_full_where_there_is_room(read: Read, offer: str, expected: str) -> None:
    """The reader of a line has not read the sentence that explains it; where it is explained is part of the evidence."""
    line = write_line(read(LETTERS + offer, "Sifto: Letters at Night"))
    if "sieves" in expected:
        assert "several QSs" in line.text or "several quick sieves" in line.text
    else:
        assert expected in line.text
        assert any(span.text.casefold() == "wet letter sorting" for part in line.parts for span in part.evidence)
    assert line.checks.passed


def test_a_line_never_grows_over_its_limits_for_a_short_form(read: Read) -> None:
    """Where the long form has no room, the short one stays."""
    offer = "We present Sifto, a machine with two drawers and one lamp that turns every WLS office of a town into a fast and quiet one."
    line = write_line(read(LETTERS + offer, "Sifto: Letters at Night"))
    assert all(len(part.text.split()) <= (18 if part.role is PartRole.WHAT else 16) for part in line.parts)
    assert len(line.text.split()) <= 30


def test_articles_follow_the_long_form_and_names_stay(read: Read) -> None:
    """`an LM` is `a language model`; the paper's own name and everybody's short forms are no riddles."""
    text = (
        "A letter map (LM) helps. Large language models (LLM) read. We present Sifto Night (SN), an LM for LLM clerks."
    )
    abstract = read(text, "Sifto Night")
    line = write_line(abstract)
    assert "an LM" not in line.text
    assert "large language models" not in line.text.casefold()
    assert explained(abstract, line.parts) == line.parts


def test_short_forms_are_those_that_their_words_spell() -> None:
    """With places; brackets that hold something else are none."""
    text = "We use information-seeking (IS) clerks and Reinforcement Learning with Seals (RLS), as in Rome (Italy)."
    found = short_forms(text)
    assert [(form.short, form.long) for form in found] == [
        ("IS", "information-seeking"),
        ("RLS", "Reinforcement Learning with Seals"),
    ]
    assert all(text[form.start : form.end] == form.long for form in found)


def test_an_inquiry_that_was_conducted_is_what_a_study_offers(read: Read) -> None:
    """`We conducted a survey of …` says what there is; `we conduct extensive experiments` does not."""
    text = "Clerks lose time. We conducted a survey of 40 letter offices in eleven towns. We conduct extensive experiments on 12 sieves."
    said = [candidate.text for candidate in offers(read(text, "Letters"), None)]
    assert "a survey of 40 letter offices in eleven towns" in said
    assert not any("extensive experiments" in text for text in said)


@pytest.mark.parametrize(
    "sentence",
    [
        "We present and open-source Ouzel, named after the water bird, a family of letter readers that keep every seal.",
        "We answer both problems with Own Zone Letters (OZL), a recipe of weighing each letter twice in its own zone.",
        "We take a first step by introducing Ouzel - a letter reader with two lamps for small offices.",
    ],
)
def test_what_stands_in_apposition_to_the_name_is_offered(read: Read, sentence: str) -> None:
    """Whatever verb leads to the name, as long as the writers are its subject."""
    text = f"Clerks lose time. {sentence} Ouzel and OZL sort letters."
    title = "OZL: Letters at Night" if "OZL)" in sentence else "Letters at Night"
    name = find_name(title, text)
    assert name is not None
    assert any(candidate.name == name for candidate in offers(read(text, title), name))


def test_findings_behind_the_name_are_no_background(read: Read) -> None:
    """A second artefact later on does not make background of what the first one achieves."""
    text = (
        "Clerks lose time. We look at sorting once more. We solve it with Own Zone Letters (OZL), a recipe of weighing each letter twice. "
        "OZL cuts sorting time by 70 percent on wet letters. We also propose a merging method for old drawers."
    )
    name = find_name("OZL: Letters", text)
    found = findings(read(text, "OZL: Letters"), name, offered_at=4)
    assert any("70 percent" in candidate.fragment.text for candidate in found)


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("pretrains several 6.9B-parameter models", False),
        ("on clips of Wan 2.2 and Veo 3.1", False),
        ("achieves an FID of 1.34", True),
        ("reaches FID 1.54", True),
        ("saves 12% of all drawers", True),
    ],
)
def test_sizes_and_versions_are_no_measured_numbers(text: str, *, measured: bool) -> None:
    """A headline number tells what came of the work."""
    assert says_number(text) is measured


def test_a_weak_second_half_is_said_where_there_is_none_better(read: Read) -> None:
    """A reader learns more from a modest statement of the paper's own than from an empty half."""
    text = (
        "Sorting is hard for clerks. We present Sifto, a benchmark of 900 wet letters from eleven towns. "
        "Sifto includes a part on torn seals. The letters were written by hand in winter."
    )
    line = write_line(read(text, "Sifto: Testing Clerks"))
    assert len(line.parts) == 2
    assert split_sentences(line.text)


def test_another_kind_of_thing_is_not_said_under_the_name(read: Read) -> None:
    """What is offered without a name is not the data set that has one."""
    text = (
        "Clerks lose time. We present a framework that moves skills from towns to villages. "
        "We introduce Postbag-9K, a dataset of 9,000 wet letters. Postbag-9K is public."
    )
    title = "The Quest for Dry Letters"
    name = find_name(title, text)
    assert name is not None
    framework = [one for one in offers(read(text, title), name) if "framework" in one.text]
    assert framework
    assert all(one.name is None for one in framework)


def test_an_adjective_with_capitals_is_no_name() -> None:
    """`a forward-KL formulation` is a kind of formulation; `iSort` is a name."""
    assert find_name("Letters", "We propose a forward-KL formulation of sorting. The forward-KL helps.") is None
    named = find_name("Letters", "We propose iSort, a sieve. Clerks like iSort.")
    assert named is not None
    assert named.text == "iSort"


@pytest.mark.parametrize(
    ("sentence", "broken"),
    [
        ("On wet letters, it boosts PSNR by +0.69 dB over the current best sieve Milo for the sorting of torn and wet old letters, while training 2x faster and using 2x less paper, bridging offices and towns.",
         r"PSNR dB"),
        ("Specifically, on wet letters, we achieve 95.51\\%, surpassing Milo (92.91\\%) by 2.60\\%, and cut waste to 360.57.", r"^95\.51"),
        ("The work reviews how each skill -- Sorting, Weighing, and Sealing -- has evolved from fixed rules to learned habits.", r"-- has"),
    ],
)  # fmt: skip
def test_numbers_and_insertions_are_not_torn(read: Read, sentence: str, broken: str) -> None:
    """A number never goes without its unit, or stands without what it measures; half of an insertion is nothing."""
    text = f"Clerks lose time. We present Sifto, a sieve for letters. {sentence}"
    name = find_name("Sifto: Letters", text)
    assert not [one for one in findings(read(text, "Sifto: Letters"), name) if re.search(broken, one.fragment.text)]


def test_it_in_a_conditional_means_what_the_condition_names(read: Read) -> None:
    """`if a drawer is wide, it holds …` is about the drawer, though nothing of the paper's has a name."""
    text = "Clerks lose time. We present an analysis of drawers. We prove that, if a wide drawer has a lamp, it holds a letter for every clerk of the office."
    assert not [one for one in findings(read(text, "Drawers"), None) if one.headless]
