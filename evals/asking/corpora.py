"""The papers that questions are asked of: SciFact's corpus and claims, PubMedQA, and days of real papers."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.datasets import located, rows
from evals.outcomes import NoData
from evals.statistics import SEED
from paperline.domain.papers import Paper, SourceRecord

_TEXTS = ("title", "abstract", "hf_ai_summary")
_PARTS = tuple(f"corpus.part{part}of3.jsonl" for part in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Claim:
    """A SciFact claim, the abstracts it cites, and the sentences (spans) of each that bear it out or refute it, if any."""

    id: str
    text: str
    cited: tuple[str, ...]
    rationales: dict[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Some papers and their questions, in a seeded order, with the hashes of the files they came from."""

    papers: tuple[Paper, ...]
    hashes: dict[str, str]
    claims: tuple[Claim, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DayPaper:
    """A paper of a day with the source's own machine summary, empty where it has none."""

    paper: Paper
    day: date
    ai_summary: str


@dataclass(frozen=True, slots=True)
class Days:
    """The papers of real days, a paper of two days twice, and the hashes of the files they came from."""

    entries: tuple[DayPaper, ...]
    hashes: dict[str, str]

    def of(self, day: date) -> tuple[Paper, ...]:
        """The papers of a day in the order of the source; none for a day that is not there."""
        return tuple(entry.paper for entry in self.entries if entry.day == day)

    def by_day(self) -> dict[date, tuple[Paper, ...]]:
        """Every day's papers."""
        return {day: self.of(day) for day in sorted({entry.day for entry in self.entries})}


def scifact(data: Path) -> Labelled:
    """The corpus and the train claims, also those whose cited abstracts hold no evidence."""
    paths = [located(data, "scifact", name) for name in _PARTS]
    papers, places = [], {}
    for row in (row for path in paths for row in rows(path)):
        sentences = [" ".join(text.split()) for text in row["abstract"]]
        identity = str(row["doc_id"])
        papers.append(Paper(identity, 1, " ".join(row["title"].split()), " ".join(filter(None, sentences))))
        places[identity] = _places(sentences)
    source = located(data, "scifact", "claims_train.jsonl")
    claims = [
        Claim(
            str(row["id"]), row["claim"], tuple(map(str, row["cited_doc_ids"])),
            {
                document: tuple(places[document][index] for part in parts for index in part["sentences"])
                for document, parts in row["evidence"].items()
            },
        )
        for row in rows(source)
    ]  # fmt: skip
    random.Random(SEED).shuffle(claims)
    return Labelled(tuple(papers), hashes_of([*paths, source]), claims=tuple(claims))


def pubmedqa(data: Path) -> Labelled:
    """The dev abstracts, untitled because the question is the title, and (id, question) for each."""
    path = located(data, "pubmedqa", "dev.json")
    read = json.loads(path.read_text(encoding="utf-8"))
    papers = tuple(
        Paper(identity, 1, "", " ".join(" ".join(row["CONTEXTS"]).split())) for identity, row in sorted(read.items())
    )
    questions = [(identity, str(row["QUESTION"])) for identity, row in sorted(read.items())]
    random.Random(SEED).shuffle(questions)
    return Labelled(papers, hashes_of([path]), questions=tuple(questions))


def days(data: Path) -> Days:
    """The normalised days; papers without links, so that only title and abstract say what is released."""
    folder = data if data.name == "hf-daily" else data / "hf-daily"
    paths = sorted(folder.glob("*.jsonl.gz"))
    if not paths:
        raise NoData(f"There are no *.jsonl.gz files in {folder}.")
    entries = []
    for row in (row for path in paths for row in rows(path)):
        day = date.fromisoformat(row["day"])
        title, abstract, summary = (" ".join((row[name] or "").split()) for name in _TEXTS)
        authors = tuple(row.get("authors") or ())
        paper = Paper(
            f"arxiv:{row['id']}", 1, title, abstract, authors=authors, author_count=len(authors) or None,
            published=date.fromisoformat(row["published_at"][:10]) if row.get("published_at") else None, days=(day,),
            sources=(SourceRecord("hf", day=day, upvotes=row.get("upvotes")),),
        )  # fmt: skip
        entries.append(DayPaper(paper, day, summary))
    return Days(tuple(entries), hashes_of(paths))


def hashes_of(paths: Iterable[Path]) -> dict[str, str]:
    """The sha256 of the files by their names."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _places(sentences: Sequence[str]) -> list[tuple[int, int]]:
    """Where each sentence stands in the text that joins those that are not empty with a space."""
    places, position = [], 0
    for text in sentences:
        places.append((position, position + len(text)))
        position += len(text) + 1 if text else 0
    return places
