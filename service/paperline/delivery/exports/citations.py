"""Writes references as BibTeX, CSL-JSON and RIS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from paperline.delivery.exports.names import Name
from paperline.delivery.exports.references import Reference, references
from paperline.domain.days import DayPaper

# Every brace that stands in the output is balanced: BibTeX counts even those that TeX would not.
_TEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "@": "{@}",
        **{char: f"\\{char}" for char in "#$%&_"},
    }
)
_ADDRESS_TEX = str.maketrans(
    {"\\": "%5C", "{": "%7B", "}": "%7D", '"': "%22", **{char: f"\\{char}" for char in "#%&_$"}}
)
_LIGATURE = re.compile(r"(?<=([-`']))(?=\1)")  # TeX makes dashes and quotation marks of these
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def bibtex(papers: Iterable[DayPaper]) -> str:
    """The papers as BibTeX entries, in UTF-8 as biber reads it; TeX's own characters are written as text."""
    return "\n".join(map(_bibtex_entry, references(papers)))


def csl_json(papers: Iterable[DayPaper]) -> str:
    """The papers as a JSON array in the Citation Style Language's input format."""
    return json.dumps([_csl_item(reference) for reference in references(papers)], ensure_ascii=False, indent=1) + "\n"


def ris(papers: Iterable[DayPaper]) -> str:
    """The papers as RIS records: one tag a line, lines ended by CR LF."""
    return "".join(f"{tag}  - {value}\r\n" for reference in references(papers) for tag, value in _ris_lines(reference))


def _bibtex_entry(reference: Reference) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _bibtex_fields(reference))
    return f"@misc{{{reference.key},\n{fields}}}\n"


def _bibtex_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    authors = [_bibtex_name(name) for name in reference.authors]
    if authors and reference.unnamed_authors:
        authors.append("others")
    told = {
        "title": "{" + _tex(reference.title) + "}" if reference.title else "",
        "author": " and ".join(authors),
        "year": str(reference.year or ""),
        "eprint": _tex(reference.arxiv or ""),
        "archiveprefix": "arXiv" if reference.arxiv else "",
        "primaryclass": _tex(reference.categories[0]) if reference.arxiv and reference.categories else "",
        "url": (reference.url or "").translate(_ADDRESS_TEX),
        "keywords": _tex(", ".join(reference.keywords)),
        "note": _tex(reference.note),
        "abstract": _tex(reference.abstract),
    }
    for name, value in told.items():
        if value:
            yield name, "{" + value + "}"
        if name == "year" and reference.month:
            yield "month", _MONTHS[reference.month - 1]


def _bibtex_name(name: Name) -> str:
    """`Family, Suffix, Given`; a name of one piece, or one that holds a word BibTeX reads itself, in braces."""
    parts = [_tex(part) for part in (name.family, name.suffix, name.given) if part]
    if name.whole or any(re.search(r"(?i)\band\b|,", part) for part in parts):
        return "{" + ", ".join(parts) + "}"
    return ", ".join(parts)


def _tex(text: str) -> str:
    return _LIGATURE.sub("{}", text.translate(_TEX))


def _csl_item(reference: Reference) -> dict[str, object]:
    date = [part for part in (reference.year, reference.month, reference.day) if part]
    item: dict[str, object | None] = {
        "id": reference.key,
        "type": "article",
        "title": reference.title,
        "author": [_csl_name(name) for name in reference.authors],
        "issued": {"date-parts": [date]} if date else None,
        "publisher": "arXiv" if reference.arxiv else None,
        "number": f"arXiv:{reference.arxiv}" if reference.arxiv else None,
        "URL": reference.url,
        "keyword": ", ".join(reference.keywords),
        "note": reference.note,
        "abstract": reference.abstract,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if name.whole:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def _ris_lines(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "UNPB"
    yield "ID", reference.key
    yield "TI", reference.title
    yield from (("AU", name.inverted) for name in reference.authors)
    if reference.year:
        yield "PY", str(reference.year)
        parts = (str(reference.year), f"{reference.month:02}" if reference.month else "", _two(reference.day))
        yield "DA", "/".join(parts)
    if reference.arxiv:
        yield "AN", f"arXiv:{reference.arxiv}"
    if reference.url:
        yield "UR", reference.url
    if reference.pdf:
        yield "L1", reference.pdf
    yield from (("KW", keyword) for keyword in reference.keywords)
    if reference.note:
        yield "N1", reference.note
    yield "AB", reference.abstract
    yield "ER", ""


def _two(number: int | None) -> str:
    return f"{number:02}" if number else ""
