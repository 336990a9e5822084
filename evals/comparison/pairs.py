"""Pairs for blind reading: our line and the other's under A and B in a drawn order, the key kept apart."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from evals.datasets import EvalPaper
from evals.outcomes import NoData
from evals.statistics import SEED

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines of one paper as the reader sees them."""

    pair: int
    id: str
    title: str
    abstract: str
    a: str
    b: str


def read_lines(path: Path) -> dict[str, str]:
    """Our line of every paper in the output of `paperline summarise` or in lines of {"id", "text"}."""
    lines: dict[str, str] = {}
    for row in map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").splitlines())):
        summary = row.get("summary", row)
        text = summary["tldr"]["text"] if "tldr" in summary else row.get("text")
        if text:
            lines[str(row["id"])] = str(text)
    return lines


def draw(
    papers: Sequence[EvalPaper], ours: Mapping[str, str], field: str, count: int, *, twice: float = 0.1
) -> tuple[list[Pair], dict[int, str]]:
    """`count` pairs in a seeded order, and for each whether A is ours or theirs.

    A share `twice` of them comes again, sides swapped, to see how far a reader's verdict hangs on the side.
    """
    both = [paper for paper in papers if paper.id in ours and paper.references.get(field)]
    if not both:
        raise NoData(f"No paper has both a line of ours and {field}.")
    rng = random.Random(SEED)
    chosen = both[:count]
    sides = [(paper, rng.random() < 0.5) for paper in chosen]
    sides += [(paper, not first) for paper, first in sides[: round(twice * len(sides))]]
    rng.shuffle(sides)
    pairs: list[Pair] = []
    key: dict[int, str] = {}
    for number, (paper, ours_first) in enumerate(sides, 1):
        mine, other = ours[paper.id], paper.references[field][0]
        a, b = (mine, other) if ours_first else (other, mine)
        pairs.append(Pair(number, paper.id, paper.title, paper.abstract, a, b))
        key[number] = OURS if ours_first else THEIRS
    return pairs, key


def write(pairs: Sequence[Pair], key: Mapping[int, str], out: Path, field: str) -> list[Path]:
    """`pairs.html` and `pairs.jsonl` for readers, `verdicts.jsonl` for them to fill in, and `key.json` to be kept from them."""
    out.mkdir(parents=True, exist_ok=True)
    files = [out / name for name in ("pairs.html", "pairs.jsonl", "verdicts.jsonl", "key.json")]
    files[0].write_text(_page(pairs), encoding="utf-8")
    files[1].write_text(
        "".join(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs), encoding="utf-8"
    )
    blank = ({"pair": pair.pair, "verdict": "", "faults_a": "", "faults_b": ""} for pair in pairs)
    files[2].write_text("".join(json.dumps(row) + "\n" for row in blank), encoding="utf-8")
    about = {str(pair.pair): {"id": pair.id, "a": key[pair.pair]} for pair in pairs}
    files[3].write_text(json.dumps({"against": field, "pairs": about}, indent=1) + "\n", encoding="utf-8")
    return files


def _page(pairs: Sequence[Pair]) -> str:
    style = "body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}section{border-top:1px solid;padding:1rem 0}.abstract{opacity:.75}"
    body = "".join(
        f"<section><h2>{pair.pair}. {escape(pair.title)}</h2><p><b>A</b> {escape(pair.a)}</p><p><b>B</b> {escape(pair.b)}</p>"
        f"<p class='abstract'>{escape(pair.abstract)}</p></section>"
        for pair in pairs
    )
    return (
        "<!doctype html><html lang='en-GB'><meta charset='utf-8'><title>Which line?</title>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{style}</style><h1>Which line would you rather have read?</h1>"
        "<p>Read A and B first, then the abstract. Answer for each: a, b or equal. A line that is wrong loses.</p>"
        f"{body}</html>\n"
    )
