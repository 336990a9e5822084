"""The ways in which an abstract is found to say what it offers and what came of it."""

from __future__ import annotations

import pytest

from paperline.engines.embedded.line.findings import findings
from paperline.engines.embedded.line.offers import offers
from paperline.engines.embedded.names.naming import find_name
from tests.unit.engines.line.conftest import Read


def _offers(read: Read, text: str, title: str = "") -> list[str]:
    abstract = read(text, title)
    return [candidate.text.replace(": A ", ": a ") for candidate in offers(abstract, find_name(title, text))]


def _findings(read: Read, text: str, title: str = "") -> list[str]:
    abstract = read(text, title)
    return [candidate.fragment.text for candidate in findings(abstract, find_name(title, text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We present QuickSift, a filter that skips pages without reading them.", "QuickSift: a filter that skips pages without reading them"),
        ("A ledger for shared notes, named QuickSift, is proposed to settle debts between clerks.", "QuickSift: a ledger for shared notes"),
        ("We prove that shelves can be sorted by proposing QuickSift, the first sorter of wet books.", "QuickSift: the first sorter of wet books"),
        ("Clerks lose time. We propose QuickSift. QuickSift combines a sieve with a card index.", "QuickSift: combines a sieve with a card index"),
        ("Clerks lose time. We propose QuickSift. It combines a sieve with a card index.", "QuickSift: combines a sieve with a card index"),
        ("Clerks lose time. QuickSift is a sieve for card indexes of any size.", "QuickSift: a sieve for card indexes of any size"),
        ("Clerks lose time. We propose QuickSift. Its core mechanism weighs every page of a card index.", "QuickSift: weighs every page of a card index"),
        ("We make two contributions: (1) We propose QuickSift, a sieve for old letters.", "QuickSift: a sieve for old letters"),
        ("We introduce QuickSift -- a sieve for old letters and their seals.", "QuickSift: a sieve for old letters and their seals"),
    ],
)  # fmt: skip
def test_what_is_offered_is_found_in_every_common_form(read: Read, text: str, expected: str) -> None:
    """Offered, passive, by the way, said of the name, and said of the pronoun that means it."""
    assert any(found.startswith(expected) for found in _offers(read, text, "QuickSift: Filing at Speed"))


def test_a_second_artefact_does_not_get_the_papers_name(read: Read) -> None:
    """A data set introduced beside the method goes under its own name."""
    text = "We present QuickSift, a sieve for letters. To test it, we introduce LetterBench-5K, a collection of old letters."
    assert not any(
        found.startswith("QuickSift: LetterBench") for found in _offers(read, text, "QuickSift: Filing at Speed")
    )


def test_a_pronoun_before_the_name_is_not_taken_for_it(read: Read) -> None:
    """`It` before the paper's thing is introduced means something else."""
    text = "The old index is slow. It relies on a single clerk. We present QuickSift, a sieve for letters of any size."
    assert not any("relies on" in found for found in _offers(read, text, "QuickSift: Filing at Speed"))


def test_the_result_behind_a_pronoun_is_found_and_loses_its_subject(read: Read) -> None:
    """`It is 2.5 times faster` keeps its number; `It reduces …` begins with the verb."""
    text = "We present SortNet, a learned sorter. It reduces sorting time by 40% on ten datasets."
    assert "reduces sorting time by 40% on ten datasets" in _findings(read, text)


def test_a_statement_behind_a_colon_stands_on_its_own(read: Read) -> None:
    """What follows the colon is a finding without what announces it."""
    text = (
        "We test seventeen clerks. The trial reveals a weakness: the best clerk achieves only 14% of the usual speed."
    )
    assert "the best clerk achieves only 14% of the usual speed" in _findings(read, text)


def test_what_the_writers_made_is_no_finding(read: Read) -> None:
    """`We introduce` and `we build` never open a second half."""
    text = "Letters get lost. We introduce a sieve for letters. We build a table of all letters in the office."
    assert not any(found.lower().startswith(("we introduce", "we build")) for found in _findings(read, text))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Our method halves the time of a search.", "halves the time of a search"),
        ("The proposed approach has halved the time of a search.", "has halved the time of a search"),
        ("Experiments show that clerks find letters within a minute.", "clerks find letters within a minute"),
        ("Experiments demonstrate its strong recall of letters in old hands.", "strong recall of letters in old hands"),
        ("We train sorters that achieve up to 13% fewer lost letters than clerks.", "up to 13% fewer lost letters than clerks"),
    ],
)  # fmt: skip
def test_findings_leave_out_whom_the_reader_knows(read: Read, sentence: str, expected: str) -> None:
    """The method's subject, the report of the report and the verb of attaining go, also where nothing has a name."""
    assert expected in _findings(read, f"Letters get lost. We propose a method to find letters. {sentence}")


def test_an_item_of_a_list_is_no_finding(read: Read) -> None:
    """Where the parser takes an item for a verb, nothing is stated."""
    text = (
        "We present QuickSift, a sieve. QuickSift gives access to seven sorters with several habits, including blind "
        "filing, meta-sorting, supervised fine-sifting (SFS), and rope-efficient fine-sifting (REFS)."
    )
    assert not any(found.startswith("meta-sorting") for found in _findings(read, text, "QuickSift: Filing at Speed"))


def test_the_work_that_is_named_beside_our_work_is_described(read: Read) -> None:
    """`Our work, X, is a …` says what X is."""
    text = "Clerks lose time. Our work, QuickSift, is a sieve for card indexes of any size."
    assert "QuickSift: a sieve for card indexes of any size" in _offers(read, text, "QuickSift: Filing at Speed")


def test_what_has_no_name_is_called_by_its_kind(read: Read) -> None:
    """`Our two-handed press joins …` goes on without the word that points at its writers."""
    found = _offers(read, "Our two-handed system joins old type with new ink.")
    assert "two-handed system joins old type with new ink" in found


def test_what_a_named_thing_attains_by_the_way_is_found(read: Read) -> None:
    """The relative clause behind the name is a finding of its own, without its pronoun."""
    text = "We study archives. We develop QuickSift, which outperforms four clerks on every shelf of the archive."
    assert "outperforms four clerks on every shelf of the archive" in _findings(
        read, text, "QuickSift: Filing at Speed"
    )
