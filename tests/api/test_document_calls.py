"""Schemathesis: every path of the document called with what it allows and what it does not, and along its links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import schemathesis
from schemathesis.engine import Status, events, from_schema

from paperline.bootstrap import open_services
from paperline.delivery.api.schemas.examples import INGEST_REQUEST
from tests.api.conftest import settings
from tests.api.document_calls import config
from tests.api.serving import served

DAY = "2025-12-11"
MOST_SECONDS = int(os.environ.get("SCHEMATHESIS_SECONDS", "30"))
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "8"))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::Warning")
def test_no_call_of_the_document_fails_a_check(tmp_path: Path, monkeypatch):
    """All checks and all phases; every operation is reached within the time that there is."""
    monkeypatch.chdir(tmp_path)
    found, errors, called, finished = [], [], set(), set()
    with served(open_services(settings(tmp_path / "home"))) as address:
        schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=config(EXAMPLES, MOST_SECONDS))
        stored = schema["/v1/ingest"]["POST"].Case(body=INGEST_REQUEST.encode(), media_type="application/x-ndjson")
        assert stored.call(params={"day": DAY, "summarise": "true"}).status_code == 202
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                called.update(case.value.operation.label for case in event.recorder.cases.values())
                found += [
                    f"{node.failure_info.failure}\n{node.failure_info.code_sample}"
                    for nodes in event.recorder.checks.values()
                    for node in nodes
                    if node.failure_info
                ]
            elif isinstance(event, events.PhaseFinished) and event.status is Status.SUCCESS:
                finished.add(event.phase.name.value)
            elif isinstance(event, events.NonFatalError | events.FatalError):
                errors.append(str(event))
    assert not errors, "\n".join(errors)
    assert not found, f"{len(found)} failures, of which the first:\n" + "\n\n".join(sorted(set(found))[:5])
    assert finished >= {"examples", "coverage", "fuzzing", "stateful"}, finished
    assert called == {operation.ok().label for operation in schema.get_all_operations()}
