"""What a later sentence says of the thing's working is joined to a short description of it."""

from __future__ import annotations

import pytest

from paperline.domain.summaries import Origin
from paperline.engines.embedded.line.mechanisms import with_mechanism
from paperline.engines.embedded.line.offers import offers
from paperline.engines.embedded.line.writing import write_line
from paperline.engines.embedded.names.naming import find_name
from tests.unit.engines.line.conftest import Read

_TITLE = "QuickSift: Filing at Speed"


def _joined(read: Read, text: str) -> list[str]:
    abstract, name = read(text, _TITLE), find_name(_TITLE, text)
    return [candidate.text for candidate in with_mechanism(abstract, offers(abstract, name), name)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We present QuickSift, a sieve for old letters. It sorts every page by the age of its ink.", "QuickSift: a sieve for old letters that sorts every page by the age of its ink"),
        ("We present QuickSift, a sieve that sorts letters. QuickSift ranks every page by the age of its ink.", "QuickSift: a sieve that sorts letters and ranks every page by the age of its ink"),
        ("We present QuickSift, a sieve for old letters. We introduce a card index that remembers every clerk.", "QuickSift: a sieve for old letters, with a card index that remembers every clerk"),
        ("We present QuickSift, a sieve for old letters. We use a card index of two million names.", "QuickSift: a sieve for old letters, using a card index of two million names"),
        ("We present QuickSift. By weighing every page twice, QuickSift allows for careful sorting.", "QuickSift: allows for careful sorting by weighing every page twice"),
        ("We present QuickSift, a sieve for old letters. QuickSift is built on a card index of two million names.", "QuickSift: a sieve for old letters, built on a card index of two million names"),
    ],
)  # fmt: skip
def test_a_short_description_takes_the_mechanism_of_the_next_sentence(read: Read, text: str, expected: str) -> None:
    """As a relative clause, a second verb, `with`, `using` or a participle, by what the sentence says."""
    assert expected in _joined(read, text)


@pytest.mark.parametrize(
    "text",
    [
        "We present QuickSift, a sieve for old letters. It outperforms three clerks on the largest of archives.",
        "We present QuickSift, a sieve for old letters. We introduce a benchmark of two million old names.",
        "We present QuickSift, a sieve for old letters. It sorts these pages by the age of their ink.",
        "We present QuickSift, a sieve for old letters. Additionally, we use a card index of two million names.",
        "We present QuickSift, a sieve for old letters. The old index sorts every page by hand and by name.",
    ],
)
def test_what_is_no_mechanism_of_the_thing_is_not_joined(read: Read, text: str) -> None:
    """Results, data, words that point elsewhere, asides and statements about other things stay out."""
    assert not _joined(read, text)


def test_a_joined_line_is_evidenced_by_both_sentences_and_passes_its_checks(read: Read) -> None:
    """Its spans are exact, and it is called rewritten since its words are joined by ours."""
    text = (
        "We present QuickSift, a sieve for old letters. It sorts every page by the age of its ink. "
        "Experiments show that QuickSift reduces sorting time by 40% on ten archives."
    )
    line = write_line(read(text, _TITLE))
    part = line.parts[0]
    assert part.text == "QuickSift: a sieve for old letters that sorts every page by the age of its ink"
    assert line.checks.passed
    assert line.origin is Origin.REWRITTEN
    assert [span.text for span in part.evidence][1:] == [
        "a sieve for old letters",
        "sorts every page by the age of its ink",
    ]
