"""The blind comparison: readers cannot see whose line is which, and the key can."""

from __future__ import annotations

import json

import pytest

from evals.comparison.pairs import draw, read_lines, write
from evals.comparison.verdicts import score
from evals.datasets import EvalPaper
from evals.outcomes import NoData
from evals.statistics import figures

PAPERS = [EvalPaper(str(n), f"T{n} <b>", "An abstract.", (), {"theirs": (f"their line {n}",)}) for n in range(40)]
OURS = {str(n): f"our line {n}" for n in range(40)}


def written(tmp_path, count=40):
    pairs, key = draw(PAPERS, OURS, "theirs", count)
    write(pairs, key, tmp_path, "theirs")
    return pairs, key


def judge(tmp_path, verdict_of):
    rows = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    path = tmp_path / "verdicts.jsonl"
    path.write_text("\n".join(json.dumps({"pair": row["pair"], **verdict_of(row)}) for row in rows))
    return {found.name: found for found in figures(score(path, tmp_path / "key.json").sections[0])}


def test_ours_stands_on_either_side_and_nothing_tells_which(tmp_path):
    pairs, key = written(tmp_path)
    assert {"ours", "theirs"} == set(key.values())
    assert all(pair.a.startswith("our" if key[pair.pair] == "ours" else "their") for pair in pairs)
    assert '"ours"' not in (tmp_path / "pairs.jsonl").read_text()
    page = (tmp_path / "pairs.html").read_text()
    assert "<b>A</b>" in page
    assert "T1 &lt;b&gt;" in page


def test_a_tenth_is_shown_again_with_sides_swapped(tmp_path):
    pairs, key = written(tmp_path)
    twice = [pair for pair in pairs if sum(pair.id == other.id for other in pairs) == 2]
    assert len(pairs) == 44
    assert len(twice) == 8
    assert all({key[pair.pair] for pair in twice if pair.id == one.id} == {"ours", "theirs"} for one in twice)


def test_a_reader_who_likes_ours_is_counted_so(tmp_path):
    written(tmp_path)
    found = judge(tmp_path, lambda row: {"verdict": "a" if row["a"].startswith("our") else "b"})
    assert (found["preferred or equal, %"].value, found["preferred or equal, %"].n) == (100.0, 40)
    assert found["same verdict with sides swapped, %"].value == 100.0


def test_a_reader_who_always_says_a_is_found_out(tmp_path):
    written(tmp_path)
    found = judge(tmp_path, lambda _: {"verdict": "a"})
    assert found["same verdict with sides swapped, %"].value == 0.0


def test_an_unreadable_verdict_leaves_its_pair_unscored(tmp_path):
    written(tmp_path)
    found = judge(tmp_path, lambda row: {"verdict": "equal" if row["pair"] % 2 else "dunno"})
    assert 0 < found["equal, %"].n < 40
    assert found["equal, %"].value == 100.0


def test_lines_are_read_from_the_output_of_summarise(tmp_path):
    path = tmp_path / "ours.jsonl"
    rows = [
        {"index": 0, "id": "1", "summary": {"tldr": {"text": "A"}}},
        {"id": "2", "problem": {}},
        {"id": "3", "text": "C"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    assert read_lines(path) == {"1": "A", "3": "C"}


def test_no_paper_in_common_is_said(tmp_path):
    with pytest.raises(NoData, match="No paper has both"):
        draw(PAPERS, {}, "theirs", 5)
