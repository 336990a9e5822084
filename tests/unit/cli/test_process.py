"""The command as a process: start-up cost, exit codes, pipes, locales and signals."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests.builders import DAY

HEAVY = "chromadb onnxruntime openai fastapi sqlalchemy starlette uvicorn numpy tokenizers"


@pytest.fixture
def serving(home, tmp_path):
    """Starts a serving command on a free port; returns the process and its address once it is ready."""
    started = []

    def start(*words):
        environment = os.environ | {"PAPERLINE_EMBEDDER": "hashing"}
        command = [sys.executable, "-m", "paperline.delivery.cli", *words, "--port", "0"]
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
        )
        started.append(child)
        line = child.stdout.readline()
        return child, line

    yield start
    for child in started:
        child.kill()
        child.communicate()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["ask", "--help"]])
def test_help_loads_nothing_heavy(words):
    """Asking for help costs no more than typer and rich."""
    code = (
        "import sys\nfrom paperline.delivery.cli.app import main\n"
        f"sys.argv = ['paperline', *{words!r}]\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        f"heavy = set('{HEAVY}'.split()) & set(sys.modules)\nassert not heavy, heavy"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_exit_codes_reach_the_shell(process, papers_file):
    """0 done, 1 failed, 2 bad usage, 4 refused."""
    assert process("ingest", str(papers_file), "--day", str(DAY)).returncode == 0
    assert process("show", "nothing").returncode == 1
    assert process("show").returncode == 2
    assert process("ask", "What is the capital of France?").returncode == 4


def test_errors_are_one_line_without_a_traceback(process, home):
    """Also where the data folder cannot be used at all."""
    home.write_text("not a folder")
    done = process("days")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_used_is_named(process):
    """Bad usage, with the variable's name."""
    done = process("days", env={"PAPERLINE_PORT": "eighty"})
    assert done.returncode == 2
    assert "PAPERLINE_PORT" in done.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_output_is_utf8_whatever_the_locale(process, papers_file, locale):
    """A title's letters are printed as they are."""
    papers_file.write_text(json.dumps({"title": "Über Σ–Algebren", "abstract": "We sort."}), encoding="utf-8")
    environment = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    process("ingest", str(papers_file), "--day", str(DAY), env=environment)
    assert "Über Σ–Algebren" in process("show", str(DAY), env=environment).stdout


def test_progress_in_a_pipe_is_plain_lines_on_standard_error(process, papers_file):
    """Standard output holds the document only."""
    done = process("ingest", str(papers_file), "--summarise", "--json")
    assert "Embedding 2/2" in done.stderr
    assert "\x1b" not in done.stderr
    json.loads(done.stdout)


def test_a_reader_that_goes_away_is_no_traceback(process, papers_file, home):
    """As `paperline summarise --input - | head -1` does."""
    papers_file.write_text(papers_file.read_text() * 200)
    command = f"{sys.executable} -m paperline.delivery.cli summarise --input {papers_file} | head -c 10"
    environment = os.environ | {"PAPERLINE_EMBEDDER": "hashing"}
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=environment)
    assert "Traceback" not in ran.stderr
    assert "Error" not in ran.stderr


def test_up_serves_the_sample_where_there_is_no_network(serving):
    """It says so, and the address comes last on standard output."""
    child, line = serving("up")
    address = re.fullmatch(r"Paperline is ready: (http://127\.0\.0\.1:\d+)\n", line)[1]
    with urllib.request.urlopen(address) as page:
        assert "Sample day" in page.read().decode()
    child.send_signal(signal.SIGINT)
    rest, notes = child.communicate(timeout=20)
    assert child.returncode == 0
    assert rest == ""
    assert "sample day" in notes
    assert "Traceback" not in notes


def test_up_keeps_what_is_stored_where_there_is_no_network(serving, process, papers_file):
    """The sample is not put in the place of a real day."""
    process("ingest", str(papers_file), "--day", str(DAY))
    child, _ = serving("up")
    child.send_signal(signal.SIGTERM)
    _, notes = child.communicate(timeout=20)
    assert child.returncode == 0
    assert f"the latest day is {DAY}" in notes
    assert len(json.loads(process("days", "--json").stdout)["days"]) == 1


def test_up_reads_the_source_it_is_given(serving, papers_file):
    """Its papers are summarised before the page is served."""
    _, line = serving("up", str(papers_file), "--day", str(DAY))
    with urllib.request.urlopen(line.split()[-1]) as page:
        body = page.read().decode()
    assert "SortNet" in body
    assert "No line yet" not in body


def test_up_with_a_bad_source_fails_before_serving(process, tmp_path):
    """One clear error, exit code 1."""
    done = process("up", str(tmp_path / "none"), "--port", "0")
    assert done.returncode == 1
    assert "none" in done.stderr


def test_up_with_a_source_of_which_nothing_can_be_used_fails_before_serving(process, papers_file):
    """It does not serve an empty page as if all were well."""
    papers_file.write_text('{"title": "No abstract"}\n')
    done = process("up", str(papers_file), "--port", "0")
    assert done.returncode == 1
    assert "its only record was left out (line 1: no abstract)" in done.stderr


def test_a_port_in_use_is_said_before_any_work(process):
    """With what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = process("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "in use" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_serving_beyond_this_machine_needs_to_be_said(process, host):
    """Refused with an explanation unless --allow-open."""
    done = process("serve", "--host", host, "--port", "0")
    assert done.returncode == 2
    assert "--allow-open" in done.stderr
