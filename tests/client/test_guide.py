"""The Python of `docs/api.md` runs as it stands, against a server at another port."""

from __future__ import annotations

import re

import pytest

from paperline.delivery.exports.formats import WRITTEN
from tests.client.conftest import small_server
from tests.packaging.project_files import ROOT

GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def own_address(tmp_path_factory, outbound_attempts):
    """A server of these examples alone: they add papers."""
    with small_server(tmp_path_factory.mktemp("guide")) as at:
        yield at


@pytest.mark.parametrize("example", EXAMPLES, ids=["waiting", "async"])
def test_an_example_runs(own_address, example, capsys):
    """And prints what it is about."""
    assert "http://127.0.0.1:8000" in example
    exec(compile(example.replace("http://127.0.0.1:8000", own_address), "docs/api.md", "exec"), {"__name__": "guide"})
    assert "Bloom" in capsys.readouterr().out


def test_the_guide_names_every_format():
    """With its media type."""
    for name, written in WRITTEN.items():
        assert f"| `{name}` | `{written.media_type}` |" in GUIDE
