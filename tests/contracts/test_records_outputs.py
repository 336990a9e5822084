"""What every record store promises of vectors, summaries, answers, reports and transactions, over every one."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from paperline.domain.days import DayStatus
from paperline.domain.errors import PaperlineError, PaperNotFound
from paperline.domain.provenance import Engine
from paperline.domain.reports import Fault
from paperline.domain.scopes import Scope
from tests.builders import DAY, NOW, TITLE, a_paper
from tests.contracts.record_stores import (
    ENCODER,
    LATER,
    OTHER_ENCODER,
    a_report,
    a_summary,
    an_answer,
    list_day,
    put,
    same,
    some_papers,
    some_vectors,
)


class TestVectors:
    def test_vectors_come_back_bit_for_bit_in_the_order_asked(self, records):
        """Half precision was their last rounding, so storing what was read changes nothing."""
        some_papers(records, "a", "b", "c")
        with records.writing() as unit:
            for seed, paper_id in enumerate("abc"):
                unit.vectors.put(some_vectors(paper_id, seed=seed), ENCODER)
        for _ in range(2):
            with records.writing() as unit:
                found = unit.vectors.get_many(["c", "unknown", "a"], ENCODER)
                assert [vectors.paper_id for vectors in found] == ["c", "a"]
                assert all(map(same, found, [some_vectors("c", seed=2), some_vectors("a", seed=0)]))
                assert found[0].passages.dtype == np.float32
                for vectors in found:
                    unit.vectors.put(vectors, ENCODER)

    def test_a_paper_without_sentences_or_title_has_vectors_too(self, records):
        some_papers(records, "a")
        empty = replace(
            some_vectors("a"),
            sentence_spans=(),
            sentences=np.zeros((0, ENCODER.dimensions), np.float32),
            title=np.zeros(ENCODER.dimensions, np.float32),
        )
        with records.writing() as unit:
            unit.vectors.put(empty, ENCODER)
            assert same(unit.vectors.get_many(["a"], ENCODER)[0], empty)

    def test_vectors_of_another_encoder_are_not_found(self, records):
        some_papers(records, "a")
        with records.writing() as unit:
            unit.vectors.put(some_vectors("a"), ENCODER)
            assert unit.vectors.get_many(["a"], OTHER_ENCODER) == []
            unit.vectors.put(some_vectors("a", seed=1), OTHER_ENCODER)
            assert same(unit.vectors.get_many(["a"], ENCODER)[0], some_vectors("a"))
            assert same(unit.vectors.get_many(["a"], OTHER_ENCODER)[0], some_vectors("a", seed=1))

    def test_vectors_put_again_replace_the_earlier_ones(self, records):
        some_papers(records, "a")
        with records.writing() as unit:
            unit.vectors.put(some_vectors("a"), ENCODER)
            unit.vectors.put(some_vectors("a", seed=1), ENCODER)
            assert [same(found, some_vectors("a", seed=1)) for found in unit.vectors.get_many(["a"], ENCODER)] == [True]

    def test_a_new_wording_has_no_vectors_until_they_are_stored(self, records):
        put(records, a_paper(id="a"), a_paper(id="b"))
        with records.writing() as unit:
            unit.vectors.put(some_vectors("a"), ENCODER)
            unit.vectors.put(some_vectors("b"), ENCODER)
        put(records, a_paper(id="a", version=2, abstract="New."))
        with records.writing() as unit:
            assert unit.vectors.missing(ENCODER) == ["a"]
            assert unit.vectors.get_many(["a"], ENCODER) == []
            assert [one.paper_id for batch in unit.vectors.stream(ENCODER, 10) for one in batch] == ["b"]
            unit.vectors.put(some_vectors("a", version=2, seed=5), ENCODER)
            assert unit.vectors.missing(ENCODER) == []
            assert same(unit.vectors.get_many(["a"], ENCODER)[0], some_vectors("a", version=2, seed=5))

    def test_missing_vectors_are_told_by_scope_and_encoder(self, records):
        some_papers(records, "c", "a", "b")
        list_day(records, DAY, "c", "b")
        with records.writing() as unit:
            unit.vectors.put(some_vectors("b"), ENCODER)
            assert unit.vectors.missing(ENCODER) == ["a", "c"]
            assert unit.vectors.missing(OTHER_ENCODER) == ["a", "b", "c"]
            assert unit.vectors.missing(ENCODER, Scope.of_day(DAY)) == ["c"]
            assert unit.vectors.missing(ENCODER, Scope(papers=("a", "b"))) == ["a"]

    def test_all_vectors_are_streamed_by_id_in_batches(self, records):
        ids = [f"p{n}" for n in (3, 1, 4, 0, 2)]
        some_papers(records, *ids)
        with records.writing() as unit:
            for paper_id in ids:
                unit.vectors.put(some_vectors(paper_id), ENCODER)
        with records.reading() as unit:
            batches = [[one.paper_id for one in batch] for batch in unit.vectors.stream(ENCODER, 2)]
            assert batches == [["p0", "p1"], ["p2", "p3"], ["p4"]]
            assert list(unit.vectors.stream(OTHER_ENCODER, 2)) == []

    def test_vectors_of_a_paper_that_is_not_stored_are_refused(self, records):
        with pytest.raises(PaperNotFound), records.writing() as unit:
            unit.vectors.put(some_vectors("nobody"), ENCODER)


class TestSummaries:
    def test_a_summary_comes_back_as_it_was_stored(self, records):
        some_papers(records, "a")
        with records.writing() as unit:
            unit.summaries.put(a_summary("a"))
        with records.reading() as unit:
            assert unit.summaries.get("a") == a_summary("a")
            assert unit.summaries.get("b") is None

    def test_a_summary_put_again_replaces_that_of_its_engine_only(self, records):
        some_papers(records, "a")
        with records.writing() as unit:
            unit.summaries.put(a_summary("a", engine=Engine.LLM, text="By a model."))
            unit.summaries.put(a_summary("a"))
            unit.summaries.put(a_summary("a", text="Sorts better."))
        with records.reading() as unit:
            assert unit.summaries.get("a") == a_summary("a", engine=Engine.LLM, text="By a model.")
            assert unit.summaries.get("a", Engine.EMBEDDED) == a_summary("a", text="Sorts better.")

    def test_the_newest_version_goes_before_the_better_engine_and_an_old_one_is_stale(self, records):
        put(records, a_paper(id="a"))
        with records.writing() as unit:
            unit.summaries.put(a_summary("a", engine=Engine.LLM))
        put(records, a_paper(id="a", version=2, abstract="New."))
        with records.writing() as unit:
            stale = unit.summaries.get("a")
            assert stale is not None
            assert (stale.version, stale.provenance.stale) == (1, True)
            unit.summaries.put(a_summary("a", version=2))
            assert unit.summaries.get("a") == a_summary("a", version=2)
            old = unit.summaries.get("a", Engine.LLM)
            assert old is not None
            assert old.provenance.stale

    def test_many_summaries_come_by_id(self, records):
        some_papers(records, "a", "b", "c")
        with records.writing() as unit:
            unit.summaries.put(a_summary("a"))
            unit.summaries.put(a_summary("c", engine=Engine.LLM))
            unit.summaries.put(a_summary("c"))
        with records.reading() as unit:
            found = unit.summaries.get_many(["c", "b", "a", "unknown"])
            assert found == {"a": a_summary("a"), "c": a_summary("c", engine=Engine.LLM)}

    def test_missing_summaries_are_told_by_engine_and_scope(self, records):
        some_papers(records, "c", "a", "b")
        list_day(records, DAY, "c", "b")
        with records.writing() as unit:
            unit.summaries.put(a_summary("b"))
            unit.summaries.put(a_summary("c"))
        put(records, a_paper(id="c", version=2, abstract="New."))
        with records.reading() as unit:
            assert unit.summaries.missing(Engine.EMBEDDED, Scope()) == ["a", "c"]
            assert unit.summaries.missing(Engine.EMBEDDED, Scope.of_day(DAY)) == ["c"]
            assert unit.summaries.missing(Engine.LLM, Scope.of_day(DAY)) == ["b", "c"]

    def test_the_summary_of_a_paper_that_is_not_stored_is_refused(self, records):
        with pytest.raises(PaperNotFound), records.writing() as unit:
            unit.summaries.put(a_summary("nobody"))
        with pytest.raises(ValueError, match="no id"), records.writing() as unit:
            unit.summaries.put(replace(a_summary("a"), id=None))


class TestAnswers:
    def test_an_answer_comes_back_as_it_was_stored(self, records):
        with records.writing() as unit:
            unit.answers.put(replace(an_answer(), text="An earlier try."))
            unit.answers.put(an_answer())
        with records.reading() as unit:
            assert unit.answers.get("a1") == an_answer()
            assert unit.answers.get("a2") is None
            assert unit.answers.get("\udcff") is None


class TestReports:
    def test_reports_come_back_as_they_were_stored_the_newest_first(self, records):
        some_papers(records, "a", "b")
        stored = [a_report("b", Fault.WRONG), a_report("a", Fault.VAGUE), a_report("a", Fault.OTHER, reported_at=LATER)]
        with records.writing() as unit:
            for report in stored:
                unit.reports.put(report)
        with records.reading() as unit:
            assert unit.reports.listed() == [stored[2], stored[1], stored[0]]

    def test_a_report_put_again_replaces_that_of_the_same_version_and_fault_only(self, records):
        """However often a button is pressed, a version has at most one report of each fault."""
        put(records, a_paper(id="a"))
        put(records, a_paper(id="a", version=2, abstract="New."))
        last = a_report("a", note="Of which arrays?", reported_at=LATER)
        with records.writing() as unit:
            for report in (a_report("a", version=2), a_report("a", Fault.WRONG), a_report("a"), a_report("a"), last):
                unit.reports.put(report)
            assert unit.reports.listed() == [last, a_report("a", Fault.WRONG), a_report("a", version=2)]

    def test_reports_follow_a_paper_that_gets_another_id(self, records):
        some_papers(records, "t:0123456789ab")
        with records.writing() as unit:
            unit.reports.put(a_report("t:0123456789ab"))
        put(records, a_paper(aliases=("t:0123456789ab",), title=f"{TITLE} t:0123456789ab"))
        with records.reading() as unit:
            assert unit.reports.listed() == [a_report(a_paper().id)]

    def test_reports_of_a_paper_that_proves_to_be_another_go_where_the_wording_is_the_same(self, records):
        """Those of a wording that is given up go with it, and a report that the other has stays."""
        old, new = "t:0123456789ab", a_paper().id
        put(records, a_paper(), a_paper(id=old), a_paper(id=old, version=2, abstract="Given up."))
        kept = a_report(new, Fault.WRONG, note="Kept.")
        with records.writing() as unit:
            for report in (kept, a_report(old, Fault.WRONG), a_report(old), a_report(old, version=2)):
                unit.reports.put(report)
        put(records, a_paper(aliases=(old,)))
        with records.reading() as unit:
            assert unit.reports.listed() == [a_report(new), kept]

    def test_a_report_of_a_version_that_is_not_stored_is_refused(self, records):
        some_papers(records, "a")
        for paper_id, version in (("nobody", 1), ("a", 2)):
            with pytest.raises(PaperNotFound), records.writing() as unit:
                unit.reports.put(a_report(paper_id, version=version))


class TestTransactions:
    def test_nothing_is_stored_where_the_work_raises(self, records):
        """Also where it is interrupted from the keyboard."""

        def interrupted_by(interruption: type[BaseException]) -> None:
            with records.writing() as unit:
                unit.papers.put(a_paper(), NOW, raw_title=None, raw_abstract=None)
                unit.answers.put(an_answer())
                raise interruption

        for interruption in (RuntimeError, KeyboardInterrupt):
            with pytest.raises(interruption):
                interrupted_by(interruption)
        with records.reading() as unit:
            assert unit.papers.ids(Scope()) == []
            assert unit.answers.get("a1") is None
            assert unit.papers.search_text(["sorting"], 5) == []

    def test_a_reader_sees_one_state_while_a_writer_works(self, records):
        with records.reading() as reader:
            assert reader.papers.ids(Scope()) == []
            some_papers(records, "a")
            assert reader.papers.ids(Scope()) == []
        with records.reading() as reader:
            assert reader.papers.ids(Scope()) == ["a"]

    def test_nothing_can_be_written_while_reading(self, records):
        with pytest.raises(PaperlineError), records.reading() as unit:
            unit.papers.put(a_paper(), NOW, raw_title=None, raw_abstract=None)
        some_papers(records, "a")
        with records.reading() as unit:
            assert unit.papers.ids(Scope()) == ["a"]

    def test_writers_in_many_threads_lose_nothing(self, records):
        """Each reads a count and stores the next: a lost update would leave fewer versions."""

        def write() -> None:
            for _ in range(20):
                with records.writing() as unit:
                    held = unit.papers.get("a")
                    version = held.version + 1 if held else 1
                    paper = a_paper(id="a", version=version, abstract=f"Wording {version}.")
                    unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with records.reading() as unit:
            assert [version.version for version in unit.papers.versions("a")] == list(range(1, 81))

    @pytest.mark.parametrize("changes", [{"title": "a\ud800"}, {"authors": ("\udfff",)}, {"id": "\ud800"}])
    def test_text_that_is_not_unicode_is_refused_as_bad_input(self, records, changes):
        with pytest.raises(PaperlineError, match="Unicode"):
            put(records, a_paper(**changes))
        with pytest.raises(PaperlineError, match="Unicode"), records.writing() as unit:
            unit.answers.put(replace(an_answer(), question="\ud800"))
        some_papers(records, "a")
        with pytest.raises(PaperlineError, match="Unicode"), records.writing() as unit:
            unit.reports.put(a_report("a", note="\ud800"))

    def test_the_revision_grows_with_what_readers_are_shown_and_not_with_answers_or_reports(self, records):
        seen = []

        def revision() -> int:
            with records.reading() as unit:
                return unit.revision()

        seen.append(revision())
        some_papers(records, "a")
        seen.append(revision())
        list_day(records, DAY, "a")
        seen.append(revision())
        with records.writing() as unit:
            unit.days.put_status(DAY + timedelta(days=1), DayStatus.EMPTY, None)
        seen.append(revision())
        with records.writing() as unit:
            unit.vectors.put(some_vectors("a"), ENCODER)
        seen.append(revision())
        with records.writing() as unit:
            unit.summaries.put(a_summary("a"))
        seen.append(revision())
        assert seen == sorted(set(seen))
        with records.writing() as unit:
            unit.answers.put(an_answer())
            unit.reports.put(a_report("a"))
        assert revision() == seen[-1]

    def test_a_check_changes_nothing(self, records):
        some_papers(records, "a")
        with records.reading() as unit:
            before = unit.revision()
        records.check()
        with records.reading() as unit:
            assert (unit.revision(), unit.papers.ids(Scope())) == (before, ["a"])
