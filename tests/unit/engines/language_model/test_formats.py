"""The format in which a model replies is found out once, not once a run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.adapters.records.store import SqlRecords
from paperline.domain.errors import FormatRefused
from paperline.engines.language_model.formats import REMEMBERED, RememberedFormats
from paperline.engines.language_model.ladder import Ladder, Spent
from paperline.ports import CompletionRequest, ReplyFormat
from tests.builders import NOW

REQUEST = CompletionRequest("s", "u", "summary", {"type": "object"}, 10)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SqlRecords]:
    store = SqlRecords(tmp_path)
    yield store
    store.close()


def told_in(records: SqlRecords, model: ScriptedModel, now: datetime = NOW) -> list[ReplyFormat]:
    """In which formats a process that has just begun asks the model, until it replies."""
    before = len(model.history)
    ladder = Ladder(model, mended=lambda text: text, rungs=RememberedFormats(records, lambda: now))
    ladder.ask(REQUEST, lambda value: value, Spent())
    return [request.reply_format for request in model.history[before:]]


def test_a_later_run_begins_with_the_format_that_worked(records: SqlRecords) -> None:
    """The refusals that led to it are paid for once."""
    model = ScriptedModel()
    model.enqueue(FormatRefused("no schema"), FormatRefused("no object"), "{}", "{}")
    assert told_in(records, model) == list(ReplyFormat)
    assert told_in(records, model) == [ReplyFormat.PLAIN]


def test_after_a_month_the_strictest_format_has_another_chance(records: SqlRecords) -> None:
    """Endpoints learn; what they learnt is remembered in its turn."""
    model = ScriptedModel()
    model.enqueue(FormatRefused("no schema"), "{}", "{}", "{}")
    later = NOW + REMEMBERED + timedelta(days=1)
    assert told_in(records, model) == [ReplyFormat.SCHEMA, ReplyFormat.OBJECT]
    assert told_in(records, model, later) == [ReplyFormat.SCHEMA]
    assert told_in(records, model, later) == [ReplyFormat.SCHEMA]


def test_a_format_that_is_refused_since_gives_way_to_the_next(records: SqlRecords) -> None:
    """An endpoint that was exchanged behind its address is asked as it can be."""
    model = ScriptedModel()
    model.enqueue("{}", FormatRefused("no schema any more"), "{}", "{}")
    assert told_in(records, model) == [ReplyFormat.SCHEMA]
    assert told_in(records, model) == [ReplyFormat.SCHEMA, ReplyFormat.OBJECT]
    assert told_in(records, model) == [ReplyFormat.OBJECT]
