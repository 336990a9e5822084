"""The suite that asks a language model, as its documented command, against a real one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.real_model, pytest.mark.slow]


def test_the_command_tells_the_cost_first_and_then_measures_what_came(address, tmp_path):
    """The data folder is empty, so that the sample day is summarised; the model may be too slow, and then that is counted."""
    said = subprocess.run(
        [
            sys.executable, "-m", "evals", "run", "tldr", "--engine", "openai", "--model", "smollm2-135m", "--limit", "1",
            "--no-vectors", "--data", str(tmp_path),
        ],
        cwd=ROOT, env=os.environ | {"OPENAI_BASE_URL": address, "PAPERLINE_MODEL_TIMEOUT_SECONDS": "15"},
        capture_output=True, text=True, check=True, timeout=150,
    )  # fmt: skip
    told, *events = said.stderr.splitlines()
    assert told.startswith(f"Asking smollm2-135m at {address}: 1 papers, ")
    assert "at most $0." in told
    assert "language model" in said.stdout.splitlines()[1]
    assert "lines that it wrote, %" in said.stdout
    assert "Traceback" not in "".join(events)
