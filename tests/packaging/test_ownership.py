"""The ownership table tells the truth about the modules that are there."""

from __future__ import annotations

from tests.packaging.ownership import README, opening, with_table
from tests.packaging.project_files import files_below


def test_every_module_says_in_one_sentence_what_it_owns():
    assert [path for path in files_below("service/paperline", suffix=".py") if not opening(path)] == []


def test_the_table_is_what_the_modules_say():
    text = README.read_text(encoding="utf-8")
    assert text == with_table(text), "run `python -m tests.packaging.ownership`"
