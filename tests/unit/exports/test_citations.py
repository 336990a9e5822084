"""Hazard 19: what papers say stays text in BibTeX, CSL-JSON, RIS and CSV, and strict readers read it back."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import bibtexparser
import pytest
import rispy
from pylatexenc.latex2text import LatexNodes2Text

from paperline.delivery.exports.citations import bibtex, csl_json, ris
from paperline.delivery.exports.single_line import single_line
from paperline.delivery.exports.table import COLUMNS, csv_table
from paperline.domain.papers import Links
from tests.unit.exports.hostile import HOSTILE, found

NAMELESS = {"authors": (), "author_count": 36}


def read_bibtex(text: str) -> list[dict[str, str]]:
    """The entries' fields; anything that the reader has to skip is a failure."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks, library.failed_blocks
    assert len(library.blocks) == len(library.entries)
    return [{field.key: field.value for field in entry.fields} | {"KEY": entry.key} for entry in library.entries]


def as_typeset(tex: str) -> str:
    """What TeX sets for the text, given the two names of braces that the reader does not know."""
    known = tex.replace(r"\textbraceleft", r"\{").replace(r"\textbraceright", r"\}")
    return LatexNodes2Text(keep_braced_groups=False).latex_to_text(known)


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_hazard_19_hostile_text_stays_text_in_bibtex(hostile):
    """One entry a paper, TeX's own characters spelt out, no command but those that spell them."""
    written = bibtex([found(hostile), found("The next paper", id="arxiv:2512.00002")])
    first, second = read_bibtex(written)
    assert second["KEY"] == "arxiv:2512.00002"
    assert as_typeset(first["abstract"]) == single_line(hostile)
    commands = set(re.findall(r"\\[A-Za-z]+", written))
    assert commands <= {rf"\text{name}" for name in "backslash braceleft braceright asciitilde asciicircum".split()}
    assert written.count("{") == written.count("}")


def test_hazard_19_hostile_text_stays_text_in_ris(hostile):
    """No value ends its line, so that none begins a field."""
    written = ris([found(hostile), found("The next paper", id="arxiv:2512.00002")])
    first, second = rispy.loads(written)
    assert (first["title"], second["title"]) == (single_line(hostile), "The next paper")
    assert first["abstract"] == single_line(hostile)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in written.splitlines())


def test_hazard_19_hostile_text_stays_text_in_csv(hostile):
    """No cell begins as a formula does; every row has every column."""
    rows = read_csv(csv_table([found(hostile), found("The next paper")]))
    assert [row["title"] for row in rows][1] == "The next paper"
    for row in rows:
        assert set(row) == set(COLUMNS)
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for value in row.values())
    assert rows[0]["abstract"].removeprefix("'") == single_line(hostile)


def test_hazard_19_hostile_text_stays_text_in_csl(hostile):
    """JSON carries it, without what cannot be seen."""
    [item] = json.loads(csl_json([found(hostile)]))
    assert item["title"] == item["abstract"] == single_line(hostile)


def test_a_paper_is_cited_with_what_is_known():
    """The arXiv number, the date and the names in parts, in all three formats."""
    paper = found(
        "Bloom Filters", id="arxiv:2512.00001", authors=("Ada Lovelace", "Ludwig van Beethoven", "Sammy Davis Jr."),
        author_count=3, categories=("cs.DS", "cs.LG"), published=date(2025, 12, 10),
        links=Links(abstract="https://arxiv.org/abs/2512.00001", pdf="https://arxiv.org/pdf/2512.00001"),
    )  # fmt: skip
    [entry] = read_bibtex(bibtex([paper]))
    assert entry["author"] == "Lovelace, Ada and van Beethoven, Ludwig and Davis, Jr., Sammy"
    assert {name: entry[name] for name in ("eprint", "archiveprefix", "primaryclass", "year", "month", "url")} == {
        "eprint": "2512.00001", "archiveprefix": "arXiv", "primaryclass": "cs.DS", "year": "2025", "month": "dec",
        "url": "https://arxiv.org/abs/2512.00001",
    }  # fmt: skip
    [item] = json.loads(csl_json([paper]))
    assert item["author"] == [
        {"family": "Lovelace", "given": "Ada"},
        {"family": "van Beethoven", "given": "Ludwig"},
        {"family": "Davis", "given": "Sammy", "suffix": "Jr."},
    ]
    assert item["issued"] == {"date-parts": [[2025, 12, 10]]}
    [record] = rispy.loads(ris([paper]))
    assert record["authors"] == ["Lovelace, Ada", "van Beethoven, Ludwig", "Davis, Sammy, Jr."]
    assert (record["year"], record["date"], record["type_of_reference"]) == ("2025", "2025/12/10", "UNPB")


@pytest.mark.parametrize(
    ("written", "bib", "csl"),
    [
        ("张伟", "{张伟}", {"literal": "张伟"}),
        ("Søren Aabye Kierkegaard", "Kierkegaard, Søren Aabye", {"family": "Kierkegaard", "given": "Søren Aabye"}),
        ("The ATLAS Collaboration", "{The ATLAS Collaboration}", {"literal": "The ATLAS Collaboration"}),
        ("Plato", "{Plato}", {"literal": "Plato"}),
        ("Knuth, Donald E.", "Knuth, Donald E.", {"family": "Knuth", "given": "Donald E."}),
        ("Rock and Roll", "{Roll, Rock and}", {"family": "Roll", "given": "Rock and"}),
        ("J. de la Vega", "de la Vega, J.", {"family": "de la Vega", "given": "J."}),
    ],
)
def test_a_name_is_divided_as_its_language_allows(written, bib, csl):
    """What cannot be divided stays whole."""
    paper = found("T", authors=(written,), author_count=1)
    assert read_bibtex(bibtex([paper]))[0]["author"] in (bib, bib.strip("{}"))
    assert json.loads(csl_json([paper]))[0]["author"] == [csl]


def test_authors_that_are_only_counted_are_told_as_that():
    """No name is made up; where some are named, the others are `others`."""
    nameless = found("T", **NAMELESS)
    [entry] = read_bibtex(bibtex([nameless]))
    assert "author" not in entry
    assert entry["note"] == "36 authors, not named by the source"
    assert "author" not in json.loads(csl_json([nameless]))[0]
    assert "authors" not in rispy.loads(ris([nameless]))[0]
    assert read_csv(csv_table([nameless]))[0]["author_count"] == "36"
    some = found("T", authors=("Ada Lovelace",), author_count=3)
    assert read_bibtex(bibtex([some]))[0]["author"] == "Lovelace, Ada and others"


def test_a_paper_known_by_its_title_only_is_cited_without_what_is_not_known():
    """No date, no number, no address."""
    bare = found("T", id="t:0123456789ab", published=None, authors=(), author_count=None)
    [entry] = read_bibtex(bibtex([bare]))
    assert entry["KEY"] == "t:0123456789ab"
    assert not {"year", "month", "eprint", "url", "author", "note"} & set(entry)
    [item] = json.loads(csl_json([bare]))
    assert not {"issued", "number", "URL", "author", "note"} & set(item)
    assert "year" not in rispy.loads(ris([bare]))[0]


@pytest.mark.parametrize(
    ("paper_id", "year", "number"),
    [("arxiv:2512.01234", "2025", "2512.01234"), ("arxiv:hep-ex:0307015", "2003", "hep-ex/0307015"),
     ("arxiv:math.GT:9905001", "1999", "math.GT/9905001")],
)  # fmt: skip
def test_an_arxiv_id_tells_the_year(paper_id, year, number):
    """Of papers whose source gave no date."""
    [entry] = read_bibtex(bibtex([found("T", id=paper_id, published=None)]))
    assert (entry["year"], entry["eprint"]) == (year, number)


def test_every_paper_has_a_key_of_its_own():
    """Ids that differ only in what no key may hold."""
    entries = read_bibtex(bibtex([found("T", id=name) for name in ("mine,1", "mine 1", "MINE-1", "论文", "}{")]))
    assert len({entry["KEY"].casefold() for entry in entries}) == 5


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://", "//evil.example", "data:x"])
def test_only_web_addresses_are_exported(link):
    """Whatever a store of another release may hold."""
    paper = found("T", links=Links(abstract=link, pdf=link, code=link, project=link))
    for written in (bibtex([paper]), ris([paper]), csv_table([paper]), csl_json([paper])):
        assert link not in written


def test_an_address_is_text_for_tex_too():
    """Its braces and its percent signs."""
    paper = found("T", links=Links(abstract="https://example.org/a}b\\input{x}?q=1%20&r=#_"))
    assert read_bibtex(bibtex([paper]))[0]["url"] == r"https://example.org/a\%7Db\%5Cinput\%7Bx\%7D?q=1\%20\&r=\#\_"


def test_nothing_is_an_empty_file():
    """Of each kind."""
    assert bibtex([]) == ris([]) == ""
    assert json.loads(csl_json([])) == []
    assert read_csv(csv_table([])) == []


def test_the_hostile_texts_hold_every_hazard_of_the_row():
    """The list above is what the hazards' table names."""
    assert any(text.startswith("=HYPERLINK") for text in HOSTILE)
    assert any("\\input" in text and text.startswith("}") for text in HOSTILE)
    assert any("\x00" in text for text in HOSTILE)
