"""What an import costs: the heavy vendors are loaded when they are first needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"chromadb", "onnxruntime", "openai", "spacy", "tiktoken", "tokenizers"}


@pytest.mark.parametrize("module", ["paperline", "paperline.bootstrap", "paperline.delivery.cli.app"])
def test_importing_loads_no_heavy_vendor(module):
    code = f"import sys, {module}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not HEAVY & set(ran.stdout.split())
