"""Both clients against a real server: what they give is what the server's services give."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from datetime import date

import pytest

from paperline.client import (
    AnswerGiven,
    AsyncPaperlineClient,
    EvidenceFound,
    PaperlineClient,
    PaperText,
    Refused,
    Scope,
    ScopeRead,
    SentenceWritten,
    Unreachable,
)
from paperline.domain.answers import AnswerStatus, RefusalReason
from tests.api.papers import BLOOM, BLOOM_QUESTION, DAY, jsonl

OF_DAY = Scope.of_day(date.fromisoformat(DAY))
ABSTRACT = "We present SortNet, a learned sorter. It is 2.5 times faster than quicksort on ten datasets."


def test_a_text_is_summarised(papers):
    """Its spans index the string as sent."""
    summary = papers.summarise(ABSTRACT, title="SortNet", id="mine")
    assert (summary.id, summary.version) == ("mine", None)
    for claim in summary.claims:
        assert all(ABSTRACT[span.start : span.end] == span.text for span in claim.evidence)


def test_a_batch_keeps_its_order_and_its_problems(papers):
    """A bad text is a problem in its place."""
    good, bad = papers.summarise_batch([PaperText(ABSTRACT, id="a"), PaperText("", id="b")])
    assert (good.index, good.id, good.summary.id, good.problem) == (0, "a", "a", None)
    assert (bad.index, bad.id, bad.summary, bad.problem.kind) == (1, "b", None, "invalid-request")
    assert bad.problem.errors[0].field == "abstract"


def test_an_answer_is_read_and_found_again(papers):
    """With its coverage's scope as the domain has it."""
    answer = papers.ask(BLOOM_QUESTION, OF_DAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.sentences[0].citations[0].paper_id == BLOOM
    assert answer.coverage.scope == OF_DAY
    assert papers.answer(answer.id) == answer


def test_a_refusal_is_an_answer(papers):
    """Not an error."""
    answer = papers.ask("Who won the football match?", Scope())
    assert answer.status is AnswerStatus.REFUSED
    assert answer.refusal.reason in RefusalReason
    assert answer.coverage.scope.is_everything


def test_an_answer_is_streamed_as_typed_events(papers):
    """Scope, evidence, sentences, and last the answer that they make up."""
    events = list(papers.stream(BLOOM_QUESTION, OF_DAY))
    assert [type(event) for event in events[:2]] == [ScopeRead, EvidenceFound]
    assert events[0].coverage.papers_in_scope == 3
    last = events[-1]
    assert isinstance(last, AnswerGiven)
    written = [event.sentence for event in events if isinstance(event, SentenceWritten)]
    assert tuple(written) == last.answer.sentences


def test_a_stream_can_be_left(papers):
    """And the client goes on to be used."""
    for event in papers.stream(BLOOM_QUESTION, OF_DAY):
        assert isinstance(event, ScopeRead)
        break
    assert papers.days().days


def test_days_papers_and_searches_are_read(papers):
    """As the domain's values."""
    day = papers.day(date.fromisoformat(DAY))
    assert day == papers.day()
    assert (day.entry.paper_count, len(day.papers)) == (3, 3)
    assert papers.days().days[0] == day.entry
    found = papers.paper("2512.01234v2")
    assert found == day.papers[1]
    assert papers.paper("hep-ex/0307015") == day.papers[2]
    assert papers.paper_summary(found.paper.id) == found.summary
    assert [version.version for version in papers.versions(found.paper.id)] == [1]
    page = papers.search("Bloom filter", OF_DAY, limit=1)
    assert page.hits[0].paper.id == BLOOM
    assert page.hits[0].evidence
    assert papers.search("Bloom filter", has_code=True).hits == ()
    assert BLOOM not in [hit.paper.id for hit in papers.similar(BLOOM).hits]


def test_searches_are_paged(papers):
    """By the page's cursor."""
    first = papers.search("sets elements decays", limit=1)
    second = papers.search("sets elements decays", limit=1, cursor=first.next_cursor)
    assert first.hits[0].paper.id != second.hits[0].paper.id


def test_papers_are_exported(papers):
    """As files for other tools."""
    assert papers.day_file(format="bibtex").count("@misc{") == 3
    assert papers.day_file(date.fromisoformat(DAY), format="markdown").startswith(f"# Papers of {DAY}")
    assert papers.search_file("Bloom filter", format="ris").startswith("TY  - ")


def test_an_ingest_is_a_job_that_can_be_waited_for(papers):
    """What is stored already stays as it is."""
    job = papers.wait(papers.ingest(jsonl(), day=date.fromisoformat(DAY)))
    assert (job.status, job.result.found, job.result.unchanged) == ("done", 3, 3)
    assert papers.job(job.id).status == "done"


def test_a_refused_request_tells_what_is_wrong(papers):
    """The kind, the field, and the id to report."""
    with pytest.raises(Refused) as missing:
        papers.paper("2599.00001")
    assert (missing.value.status, missing.value.kind) == (404, "paper-not-found")
    assert missing.value.request_id
    with pytest.raises(Refused) as bad:
        papers.ask("")
    assert [error.field for error in bad.value.errors] == ["question"]
    with pytest.raises(Refused) as streamed:
        list(papers.stream(""))
    assert streamed.value.kind == "invalid-request"


def test_a_server_that_is_not_there_is_unreachable():
    """In words that name the address."""
    with PaperlineClient("http://127.0.0.1:9", use_proxy=False, timeout_seconds=1) as papers:
        papers._retrying = type(papers._retrying)(times=0)
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9"):
            papers.days()


def test_the_async_client_gives_the_same(address, papers):
    """Of every kind of call; several at once."""

    async def ask_all() -> None:
        async with AsyncPaperlineClient(address, use_proxy=False) as others:
            day, found, page = await asyncio.gather(others.day(), others.paper(BLOOM), others.search("Bloom filter"))
            assert (day, found, page) == (papers.day(), papers.paper(BLOOM), papers.search("Bloom filter"))
            events = [event async for event in others.stream(BLOOM_QUESTION, OF_DAY)]
            assert isinstance(events[-1], AnswerGiven)
            assert events[-1].answer.sentences == papers.ask(BLOOM_QUESTION, OF_DAY).sentences
            job = await others.wait(await others.ingest(jsonl(), day=date.fromisoformat(DAY)))
            assert job.result.unchanged == 3
            with pytest.raises(Refused, match="2599"):
                await others.paper("2599.00001")

    asyncio.run(ask_all())


def test_both_clients_have_the_same_calls():
    """With the same parameters and defaults; only closing is named as its kind names it."""

    def calls(client: type) -> dict[str, str]:
        found = inspect.getmembers(client, inspect.isfunction)
        return {name: str(inspect.signature(method).parameters) for name, method in found if not name.startswith("_")}

    blocking, concurrent = calls(PaperlineClient), calls(AsyncPaperlineClient)
    assert concurrent.pop("aclose") == blocking.pop("close")
    assert blocking == concurrent


def test_importing_the_client_imports_no_framework_and_no_model():
    """A program that only asks starts at once."""
    heavy = "pydantic numpy fastapi starlette sqlalchemy spacy onnxruntime chromadb typer rich".split()
    code = f"import sys, paperline.client; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
