"""Maths in texts: formulas become MathML of listed elements only, everything else stays as it was written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperline.delivery.web.marking import Mark, marked_sentences
from paperline.delivery.web.maths import atoms, shown
from paperline.delivery.web.maths.mathml import mathml
from paperline.domain.text import Field, Span
from tests.unit.web.documents import PageReader

TEX = st.sampled_from(
    ["$", "$$", "\\(", "\\)", "\\[", "\\]", "{", "}", "_", "^", "\\frac", "\\alpha", "\\times", "\\text{", "\\textbf{", "\\%",
     "\\'e", "--", "``", "''", "<b>", "&lt;", "\\href{javascript:alert(1)}", "\\def\\a{\\a\\a}\\a", "\u202e", " ", "x", "2", "10", "\n", "é"]
)  # fmt: skip
HOSTILE = st.lists(TEX | st.text(max_size=5), max_size=25).map("".join)
MATHML = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
ATTRIBUTES = {
    "alttext", "display", "mathvariant", "stretchy", "fence", "form", "accent", "accentunder", "linethickness", "width",
    "displaystyle", "scriptlevel",
}  # fmt: skip


class Reading(PageReader):
    """A text as a reader has it, formulas as the TeX that they carry."""

    def __init__(self, html: str) -> None:
        self.read, self._inside = "", 0
        super().__init__(f"<p>{html}</p>")

    def handle_starttag(self, tag, attrs):
        if tag == "math":
            self.read += dict(attrs)["alttext"]
            self._inside += 1
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        self._inside -= tag == "math"
        super().handle_endtag(tag)

    def handle_data(self, data):
        if not self._inside:
            self.read += data
        super().handle_data(data)


def expected(text):
    """The text with what stands for another sign replaced, and nothing else."""
    read, position = "", 0
    for atom in atoms(text):
        read += text[position : atom.start] + atom.plain
        position = atom.end
    return read + text[position:]


@given(HOSTILE)
def test_the_text_is_unchanged_and_no_other_markup_appears(text):
    """Formulas read as their source; elements and attributes are those of the list."""
    page = Reading(str(shown(text)))
    assert page.read == expected(text)
    assert {tag for tag, _ in page.elements} <= MATHML | {"p"}
    assert {name for _, found in page.elements for name in found} <= ATTRIBUTES


@given(HOSTILE)
def test_a_formula_reads_as_the_text_that_it_stands_for(text):
    for atom in atoms(text):
        assert text[atom.start : atom.end] == atom.plain or not atom.is_formula
    bounds = [edge for atom in atoms(text) for edge in (atom.start, atom.end)]
    assert bounds == sorted(bounds)


@given(HOSTILE, st.integers(0, 80), st.integers(0, 80))
def test_a_mark_never_divides_a_formula(text, one, other):
    """Whatever is marked, all pieces together are the text, and no formula is lost but where a sentence ends within it."""
    start, end = sorted((one, other))
    marked = Mark(Span(Field.ABSTRACT, start, end, text[start:end]), "1")
    sentences = marked_sentences(text, [marked])
    assert "".join(piece.text for sentence in sentences for piece in sentence.pieces).strip() == text.strip()
    whole = [sentence.pieces for sentence in marked_sentences(text, [])]
    assert sum(str(piece.html).count("<math") for sentence in sentences for piece in sentence.pieces) == sum(
        str(piece.html).count("<math") for pieces in whole for piece in pieces
    )


def test_a_mark_that_begins_inside_a_formula_shows_all_of_it():
    text = "We need $x^2 + y$ steps."
    (sentence,) = marked_sentences(text, [Mark(Span(Field.ABSTRACT, 10, 14, text[10:14]), "1")])
    (piece,) = [piece for piece in sentence.pieces if piece.labels]
    assert piece.text == "$x^2 + y$"
    assert str(piece.html).startswith("<math")


@pytest.mark.parametrize(
    "text",
    [
        "$\\alpha$", "$$x$$", "\\(x\\)", "\\[x\\]", "$O(n^2)$", "$90\\%$", "$\\mathbb{R}^{d \\times d}$", "\\alpha", "10^{-3}",
        "n^2", "2\\times", "H$_2$", "$\\text{max steps}$", "$67.5$", "$+$",
    ],
)  # fmt: skip
def test_formulas_are_told(text):
    assert "<math" in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10", "US$ 3 and US$ 4", "from $1.5K/$3K", "$5-$10 a day", "between $5 million and $10 million",
        "it cost $534,700. We paid $3", "snake_case and M^3FinMeet", "\\alphax", "\\$5$", "A $", "$ $", "$$", "$x",
        "$\\lam$", "$\\href{javascript:alert(1)}{x}$", "$\\def\\a{\\a\\a}\\a$", "$\\newcommand{\\x}{y}\\x$", "${$", "$x_$",
        "$\\style{color:red}{x}$", "$\\rule{1em}{1em}$", "$" + "{" * 190 + "x" + "}" * 190 + "$",
    ],
)  # fmt: skip
def test_prices_names_and_what_cannot_be_read_stay_text(text):
    assert "<math" not in shown(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("90\\% of \\textbf{all \\emph{big}} R\\&D", "90% of all big R&D"),
        ("Schr\\\"odinger, Mart\\'{\\i}nez, caf\\'e, \\c{c}a", "Schrödinger, Mart\\'{\\i}nez, café, ça"),
        ("``so'' 3--5 a---b", "“so” 3–5 a—b"),
        ("run --fast -> --> `code`", "run --fast -> --> `code`"),
        ("\u202egnihton", "gnihton"),
        ('say \\"agent\\" and don\\\'t', 'say \\"agent\\" and don\\\'t'),
        ("so $\\lam = \\frac{1}{2}$ holds", "so $\\lam = \\frac{1}{2}$ holds"),
        ("\\cite{x} \\ours \\textbf{open", "\\cite{x} \\ours \\textbf{open"),
    ],
)
def test_signs_of_tex_read_as_what_they_stand_for(text, read):
    assert Reading(str(shown(text))).read == read


@pytest.mark.parametrize(
    "tex",
    [
        "\\text{<script>alert(1)</script>}", "<img src=x onerror=alert(1)>", "\\mbox{<svg onload=x>}", "\\text{&lt;b&gt;}",
        "\\text{</mtext></math><img src=x>}", "\\operatorname{<b>}", "\\mathrm{<style>}", '\\text{" onclick="x}', "x \\tag{<b>}",
    ],
)  # fmt: skip
def test_markup_inside_a_formula_stays_text(tex):
    page = Reading(mathml(tex, f"${tex}$") or "")
    assert {tag for tag, _ in page.elements} <= MATHML | {"p"}
    assert {name for _, found in page.elements for name in found} <= ATTRIBUTES


@pytest.mark.parametrize(
    "text",
    [
        "$" + "{" * 5_000 + "}" * 5_000 + "$", "\\def\\a{\\a\\a}\\a" * 1_200, "$" * 20_000, "$a" * 10_000, "\\(" * 10_000,
        "$" + "x+" * 10_000 + "$", "$x_1$ " * 3_400, "x^{" * 6_600, "x" + "^{a}" * 5_000, "\\textbf{" * 2_500, "``a''" * 4_000,
        "\\alpha " * 2_800, "\\'{e}" * 4_000, "\u202e" * 20_000, "\\" * 20_000, "$" + "x^" * 190 + "x$",
        " ".join(f"$x_{{{n}}}+{n}$" for n in range(1_600)),
    ],
    ids=range(17),
)  # fmt: skip
def test_twenty_thousand_hostile_characters_are_shown_in_bounded_time(text):
    """Seconds would be an attack; on the slowest machine these are tenths."""
    started = time.process_time()
    assert Reading(str(shown(text))).read == expected(text)
    assert time.process_time() - started < 3
