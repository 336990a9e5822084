"""`paperline summarise`: stored papers, and abstracts line by line."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from paperline.bootstrap import open_services
from paperline.delivery.api.app import create_app
from paperline.settings import Settings
from tests.builders import ABSTRACT, DAY, TITLE


def line(**fields):
    return json.dumps({"id": "x", "title": TITLE, "abstract": ABSTRACT} | fields) + "\n"


def told(done):
    return [json.loads(each) for each in done.stdout.splitlines()]


def test_the_latest_day_is_summarised_once(run, papers_file):
    """The second time there is nothing to do, which is no failure."""
    run("ingest", str(papers_file), "--day", str(DAY))
    assert json.loads(run("summarise", "--json").stdout) == {"day": str(DAY), "written": 2, "unchanged": 0, "stale": 0}
    assert json.loads(run("summarise", "--json").stdout) == {"day": str(DAY), "written": 0, "unchanged": 2, "stale": 0}


def test_what_earlier_weights_wrote_is_stale_until_it_is_written_anew(run, stored, monkeypatch):
    """The default does not write it again, says how many there are, and `show` says so of each."""
    monkeypatch.setattr("paperline.engines.embedded.summariser._fingerprint", lambda: "fedcba987654")
    shown = run("show", "2512.00001")
    assert "Written with an earlier model or prompt." in shown.stdout
    assert json.loads(run("summarise", "--json").stdout) == {"day": str(DAY), "written": 0, "unchanged": 2, "stale": 2}
    assert "2 of these were written with an earlier model" in run("summarise").stdout
    assert "--refresh" in run("summarise", "--paper", "2512.00001", "--json").stderr
    anew = json.loads(run("summarise", "--refresh", "--json").stdout)
    assert anew == {"day": str(DAY), "written": 2, "unchanged": 0, "stale": 0}
    summary = json.loads(run("summarise", "--paper", "2512.00001", "--json").stdout)
    assert (summary["provenance"]["weights"], summary["provenance"]["stale"]) == ("fedcba987654", False)
    assert "earlier" not in run("show", "2512.00001").stdout


def test_nothing_of_an_input_is_stored_so_nothing_is_refreshed(run):
    assert run("summarise", "--input", "-", "--refresh", stdin="").exit_code == 2


def test_one_paper_gives_its_summary(run, stored):
    """The contract's Summary of the stored version."""
    summary = json.loads(run("summarise", "--paper", "2512.00001", "--json").stdout)
    assert (summary["id"], summary["version"]) == ("arxiv:2512.00001", 1)


def test_a_day_that_is_not_stored_fails(run, stored):
    """Exit code 1 with the nearest days."""
    done = run("summarise", "--day", "2020-01-01")
    assert done.exit_code == 1
    assert str(DAY) in done.stderr


def test_lines_keep_their_order_and_ids(run):
    """Ids come back as they were given, whatever they are."""
    done = run("summarise", "--input", "-", stdin=line(id="hep-ex/0307015v1") + line(id=7) + line(id=None))
    assert [(each["index"], each["id"]) for each in told(done)] == [(0, "hep-ex/0307015v1"), (1, 7), (2, None)]
    assert all(each["summary"]["tldr"]["text"] for each in told(done))
    assert told(done)[0]["summary"]["id"] == "hep-ex/0307015v1"


def test_spans_of_a_line_index_the_texts_as_sent(run):
    """No repair and no stripping comes between."""
    abstract = f"  {ABSTRACT}  "
    summary = told(run("summarise", "--input", "-", stdin=line(abstract=abstract)))[0]["summary"]
    texts = {"title": TITLE, "abstract": abstract}
    spans = [span for claim in summary["claims"] for span in claim["evidence"]]
    assert spans
    assert all(texts[span["field"]][span["start"] : span["end"]] == span["text"] for span in spans)


@pytest.mark.parametrize(
    "bad",
    [
        b"not json\n",
        b"[1, 2]\n",
        b'{"title": "no abstract"}\n',
        b'{"abstract": ""}\n',
        b'{"abstract": 7}\n',
        b'{"title": [], "abstract": "We sort."}\n',
        b'{"abstract": "half \\ud800 a character"}\n',
        b'{"abstract": "nothing \\u0000 less"}\n',
        b'{"title": "\\u0000", "abstract": "We sort."}\n',
        b'{"id": "\\ud800", "abstract": "We sort."}\n',
        b'{"abstract": "\\u200b"}\n',
        b'{"abstract": "\xff\xfe"}\n',
        b"[" * 100_000 + b"\n",
        b'{"abstract": "' + b"a" * 2_000_000 + b'"}\n',
    ],
)
def test_a_bad_line_is_a_problem_line_and_the_rest_goes_on(run, bad):
    """Its place is kept."""
    done = run("summarise", "--input", "-", stdin=line().encode() + bad + line().encode())
    first, second, third = told(done)
    assert done.exit_code == 0
    assert "summary" in first
    assert "summary" in third
    assert second["index"] == 1
    assert second["problem"]["detail"]


def test_a_line_has_the_problem_that_the_api_would_give_the_same_paper(run, home):
    """One check serves both."""
    bad = [
        {"abstract": "NUL \0"}, {"abstract": "half \ud800"}, {"abstract": "\u200b"}, {"abstract": 7}, {"title": "T"},
        {"abstract": "We sort.", "title": "T" * 2_001}, {"abstract": "a" * 50_001}, {"abstract": "a", "id": "\0"},
    ]  # fmt: skip
    done = run("summarise", "--input", "-", stdin="".join(json.dumps(each) + "\n" for each in bad))
    with open_services(Settings(_env_file=None, home=home, embedder="hashing")) as services:
        client = TestClient(create_app(services), base_url="http://127.0.0.1:8000")
        answer = client.post(
            "/v1/summarise/batch", content=json.dumps({"papers": bad}), headers={"Content-Type": "application/json"}
        )
    assert [each["problem"] for each in told(done)] == [each["problem"] for each in answer.json()["results"]]


def test_only_bad_lines_fail(run):
    """Exit code 1 where nothing could be summarised."""
    assert run("summarise", "--input", "-", stdin="x\n").exit_code == 1


def test_no_lines_at_all_are_done(run):
    """An empty input has an empty output."""
    done = run("summarise", "--input", "-", stdin="\n\n")
    assert (done.exit_code, done.stdout) == (0, "")


def test_files_in_and_out(run, tmp_path):
    """With --json, standard output tells how many lines were written."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\ufeff" + line() + line().rstrip(), encoding="utf-8")
    done = run("summarise", "--input", str(source), "--output", str(target), "--json")
    assert json.loads(done.stdout) == {"output": str(target), "written": 2, "problems": 0}
    assert len(target.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    "words", [["--output", "x"], ["--input", "-", "--day", str(DAY)], ["--input", "a", "--output", "a"]]
)
def test_options_that_contradict_each_other_are_bad_usage(run, words):
    """Exit code 2."""
    assert run("summarise", *words).exit_code == 2


def test_a_missing_input_fails_and_leaves_no_output(run, tmp_path):
    """The output file is not even made."""
    done = run("summarise", "--input", str(tmp_path / "none"), "--output", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_what_fell_back_is_one_line_and_none_of_it_is_in_the_document(run, stored, monkeypatch):
    """Nothing listens at that port: every paper is the embedded engine's, and standard output stays one JSON document."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("PAPERLINE_MODEL", "m")
    result = run("summarise", "--engine", "llm", "--json")
    assert json.loads(result.stdout)["written"] == 2
    told = [line for line in result.stderr.splitlines() if "embedded engine" in line]
    assert len(told) == 1
    assert "2 texts are the embedded engine's" in told[0]
