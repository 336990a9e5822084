"""Which sentences say that something is public."""

from __future__ import annotations

import pytest

from paperline.domain.questions import Resource
from paperline.engines.embedded.answering.statements.releases import release_strength


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ("Our code is available at https://github.com/a/b.", Resource.CODE),
        ("Code will be available at: https://github.com/a/b.", Resource.CODE),
        ("Code: https://github.com/a/b.", Resource.CODE),
        ("Project video and code are available at https://sites.google.com/view/x.", Resource.CODE),
        ("Our source code is released on a public repository.", Resource.CODE),
        ("We open-source our code, rephraser, and recycled data.", Resource.CODE),
        ("The library is available under the open source MIT license.", Resource.CODE),
        ("We release the corpus and curation tools.", Resource.DATA),
        ("The model, code, and training data are open-sourced.", Resource.MODEL),
        ("To support a study, we release SortBench, a benchmark covering ten datasets.", Resource.DATA),
    ],
)
def test_a_release_is_recognised(text, resource):
    assert release_strength(text, resource) >= 0.5


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ("It outperforms leading open-source models on code generation.", Resource.CODE),
        ("Agents are trained with open-source retrieval datasets.", Resource.DATA),
        ("We run it on available GPUs with public benchmarks in mind.", Resource.CODE),
        ("Code is available upon request.", Resource.CODE),
        ("It surpasses open-source evaluators.", Resource.MODEL),
        ("We generate code from images.", Resource.CODE),
    ],
)
def test_what_only_speaks_of_it_is_not(text, resource):
    assert release_strength(text, resource) < 0.5
