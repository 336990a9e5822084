"""What an answer by a language model costs beside the model itself, ours over LangChain's: run by hand.

    python3 -m venv /tmp/langchain && /tmp/langchain/bin/pip install langchain-chroma langchain-openai
    .venv/bin/python -m evals.performance.model --langchain /tmp/langchain/bin/python

LangChain stays out of Paperline's own environment. Both ask the same questions of the same day in turn, over the same
passages with vectors made before, through OpenAI's client, of one server that replies at once. What a bare call to that
server costs is taken off both. Ours also counts tokens, verifies every sentence and stores the answer.
"""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from evals.performance.figures import Figure, as_table
from evals.performance.model.ours import given_to_langchain, opened, scope_of, seconds_of

_DAY = 2
_ROUNDS = 30
_QUESTIONS = (
    "How are hallucinations of vision language models reduced?",
    "What speeds up diffusion models for robot manipulation?",
    "How does reinforcement learning improve reasoning?",
    "How fast is 3D Gaussian splatting?",
    "What data was the speech model trained on?",
)
_HERE = Path(__file__).parent
_BODY = json.dumps({"messages": [{"role": "user", "content": "[100000] A sentence of the usual length.\n" * 200}]})


def main() -> int:
    """Prints the table; the exit code is 1 where the target is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.performance.model",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--langchain", required=True, help="the Python that has langchain-chroma and langchain-openai")
    parser.add_argument("--archive", type=int, default=4_000, help="how many papers the archive holds")
    options = parser.parse_args()
    figures = measure(options.langchain, options.archive)
    sys.stdout.write(as_table(figures))
    return int(any(figure.missed for figure in figures))


def measure(langchain: str, papers: int) -> list[Figure]:
    """The medians over all questions and rounds, the first round left out."""
    with tempfile.TemporaryDirectory() as folder, _running([sys.executable, str(_HERE / "server.py")]) as server:
        port = int(_line(server))
        address = f"http://127.0.0.1:{port}/v1"
        with opened(Path(folder) / "home", address, papers) as services:
            given = Path(folder) / "given.json"
            given.write_text(given_to_langchain(services, _DAY, _QUESTIONS, Path(folder) / "chroma", address), "utf-8")
            with _running([langchain, str(_HERE / "langchain_side.py"), str(given)]) as other:
                if _line(other) != "ready":
                    raise RuntimeError("LangChain's side did not start.")
                rounds = [
                    (_asked(other, question), seconds_of(services, question, scope_of(_DAY), datetime.now(UTC)), bare)
                    for bare in _bare_calls(port, _ROUNDS)
                    for question in _QUESTIONS
                ][len(_QUESTIONS) :]
    theirs, ours, bare = (1_000 * median(column) for column in zip(*rounds, strict=True))
    return [
        Figure("a bare call to the server that replies at once (p50)", bare, "ms"),
        Figure(f"LangChain and Chroma, a day among {papers:,} papers (p50)", theirs, "ms"),
        Figure("ours, tokens counted, sentences verified, answer stored (p50)", ours, "ms"),
        Figure("our overhead over LangChain's", (ours - bare) / (theirs - bare), "×", 1 / 5),
    ]


def _bare_calls(port: int, rounds: int) -> Iterator[float]:
    """The seconds of a call by the standard library over one kept connection, round by round."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        connection.request("POST", "/v1/chat/completions", _BODY, {"Content-Type": "application/json"})
        connection.getresponse().read()
        yield time.perf_counter() - begun
    connection.close()


def _asked(side: subprocess.Popen[str], question: str) -> float:
    assert side.stdin is not None
    side.stdin.write(f"{question}\n")
    side.stdin.flush()
    return float(_line(side))


def _line(side: subprocess.Popen[str]) -> str:
    assert side.stdout is not None
    return side.stdout.readline().strip()


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The process, ended with the block."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
