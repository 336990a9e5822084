"""The labelled and unlabelled papers that suites read, in an order that is the same for every run."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.outcomes import NoData
from evals.statistics import SEED

_CLOSED = re.compile(r"\s+([,.;:!?)\]}%]|'s\b|n't\b|'(?:re|ve|ll|d|m)\b)")
_OPEN = re.compile(r"([(\[{])\s+")
_RANGE = re.compile(r"(?<=\d) - (?=\d)")
_SLASH = re.compile(r"(?<=\w) / (?=\w)")
_QUOTED = re.compile(r'" ([^"]+?) "')


@dataclass(frozen=True, slots=True)
class EvalPaper:
    """A paper with what people, or another system, wrote of it under names such as `target` or `outcome`."""

    id: str
    title: str
    abstract: str
    sentences: tuple[str, ...] = ()
    references: dict[str, tuple[str, ...]] = field(default_factory=dict)
    day: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Papers in a seeded order, so that the first N are a sample, and the hashes of the files they came from."""

    name: str
    papers: tuple[EvalPaper, ...]
    hashes: dict[str, str]

    def first(self, limit: int | None) -> Dataset:
        """The first papers, or all."""
        return Dataset(self.name, self.papers[:limit], self.hashes)


def has(data: Path, folder: str) -> bool:
    """Whether the path holds the data set, as the shared data folder or as the set's own folder."""
    return (data / folder).is_dir() or folder in {data.name, data.parent.name}


def scitldr(data: Path, split: str = "dev") -> Dataset:
    """SciTLDR-A: each paper's references under `target`."""
    path = located(data, "scitldr", f"SciTLDR-A.{split}.jsonl")
    papers = [
        EvalPaper(
            row["paper_id"], row.get("title") or "", " ".join(row["source"]), tuple(row["source"]),
            {"target": tuple(row["target"])},
        )
        for row in rows(path)
    ]  # fmt: skip
    return _dataset(f"SciTLDR-A {split}", papers, [path])


def aclsum(data: Path, splits: Sequence[str] = ("train", "val")) -> Dataset:
    """ACLSum: the experts' sentences under `challenge`, `approach` and `outcome`, their sources under `… highlights`."""
    paths = [located(data, "aclsum", f"{split}.jsonl") for split in splits]
    papers = []
    for row in (row for path in paths for row in rows(path)):
        sentences = tuple(detokenised(sentence) for sentence in row["sentences"]["abstract"])
        references: dict[str, tuple[str, ...]] = {aspect: (text,) for aspect, text in row["summary"].items()}
        for aspect, marks in row["highlights"].items():
            references[f"{aspect} highlights"] = tuple(
                detokenised(text)
                for part, marked in marks.items()
                for text, chosen in zip(row["sentences"][part], marked, strict=False)
                if chosen
            )
        papers.append(EvalPaper(row["id"], detokenised(row["title"]), " ".join(sentences), sentences, references))
    return _dataset(f"ACLSum {' + '.join(splits)}", papers, paths)


def hf_daily(data: Path) -> Dataset:
    """Every paper of the normalised days, once; the source's machine summary under `hf_ai_summary` where it has one."""
    folder = data if data.name == "hf-daily" or data.is_file() else data / "hf-daily"
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.jsonl.gz"))
    if not paths:
        raise NoData(f"There are no *.jsonl.gz files in {folder}.")
    papers: dict[str, EvalPaper] = {}
    for row in (row for path in paths for row in rows(path)):
        theirs = _joined(row.get("hf_ai_summary") or "")
        papers.setdefault(
            row["id"],
            EvalPaper(
                row["id"], _joined(row["title"]), _joined(row["abstract"]), (),
                {"hf_ai_summary": (theirs,)} if theirs else {}, row["day"],
            ),
        )  # fmt: skip
    return _dataset("hf-daily", list(papers.values()), paths)


def csabstruct(data: Path, split: str = "dev") -> Dataset:
    """CSAbstruct: the role of every sentence under `labels`."""
    path = located(data, "csabstruct", f"{split}.jsonl")
    papers = [
        EvalPaper(
            str(row["abstract_id"]), "", " ".join(row["sentences"]), tuple(row["sentences"]),
            {"labels": tuple(row["labels"])},
        )
        for row in rows(path)
    ]  # fmt: skip
    return _dataset(f"CSAbstruct {split}", papers, [path])


def detokenised(text: str) -> str:
    """The text as people write it: no gaps before marks, inside brackets or quotation marks, or around a range's dash."""
    text = _QUOTED.sub(r'"\1"', _OPEN.sub(r"\1", _CLOSED.sub(r"\1", _joined(text))))
    return _SLASH.sub("/", _RANGE.sub("-", text))


def located(data: Path, folder: str, name: str) -> Path:
    """Where a data set's file is; NoData where it is at neither place."""
    places = [data, data.parent / name] if data.is_file() else [data / folder / name, data / name]
    for path in places:
        if path.is_file() and path.name == name:
            return path
    raise NoData(f"{name} is not at {data}. Give the shared data folder, or the folder {folder} in it.")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, which may be gzipped."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return (json.loads(line) for line in text.split("\n") if line.strip())


def _dataset(name: str, papers: list[EvalPaper], paths: Sequence[Path]) -> Dataset:
    papers = sorted(papers, key=lambda paper: paper.id)
    random.Random(SEED).shuffle(papers)
    return Dataset(name, tuple(papers), {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths})


def _joined(text: str) -> str:
    return " ".join(text.split())
