"""What every record store promises of vectors, summaries, answers, reports and transactions, over every one."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from paperline.domain.days import DayStatus
from paperline.domain.errors import PaperlineError, PaperNotFound
from paperline.domain.keys import Caller, KeyScope, Rate
from paperline.domain.provenance import Engine, Making
from paperline.domain.reports import Fault
from paperline.domain.scopes import Scope
from tests.builders import DAY, NOW, TITLE, a_paper
from tests.contracts.record_stores import (
    ENCODER,
    LATER,
    NOW_WRITTEN_WITH,
    OTHER_ENCODER,
    a_key,
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

    @pytest.mark.parametrize(
        ("making", "is_stale"),
        [
            (Making("extractive-1", "sha256:00"), False),
            (Making(weights="sha256:00"), False),
            (Making("extractive-1-2025-12-11"), False),
            (Making("extractive-2", "sha256:00"), True),
            (Making("extractive-1", "sha256:01"), True),
            (Making(prompt_sha256="ab"), True),
        ],
    )
    def test_what_would_be_written_otherwise_now_is_stale(self, records, monkeypatch, making, is_stale):
        """By model, weights or prompt; a dated snapshot is its model. Other engines, versions and scopes are apart."""
        some_papers(records, "a", "b", "c")
        put(records, a_paper(id="c", version=2, abstract="Anew."))
        list_day(records, DAY, "a", "c")
        with records.writing() as unit:
            for paper_id in "abc":
                unit.summaries.put(a_summary(paper_id))
            unit.summaries.put(a_summary("a", engine=Engine.LLM))
        monkeypatch.setitem(NOW_WRITTEN_WITH, Engine.EMBEDDED, making)
        with records.reading() as unit:
            assert unit.summaries.stale(Engine.EMBEDDED, Scope()) == (["a", "b"] if is_stale else [])
            assert unit.summaries.stale(Engine.EMBEDDED, Scope.of_day(DAY)) == (["a"] if is_stale else [])
            assert unit.summaries.stale(Engine.LLM, Scope()) == []
            found = unit.summaries.get_many(["a", "b", "c"])
            assert [found[paper_id].provenance.stale for paper_id in "abc"] == [False, is_stale, True]
            assert unit.summaries.missing(Engine.EMBEDDED, Scope()) == ["c"]

    def test_each_version_has_its_best_summary_and_old_ones_are_stale(self, records):
        put(records, a_paper(id="a"))
        with records.writing() as unit:
            unit.summaries.put(a_summary("a"))
            unit.summaries.put(a_summary("a", engine=Engine.LLM, text="By a model."))
        put(records, a_paper(id="a", version=2, abstract="New."))
        put(records, a_paper(id="a", version=3, abstract="Newer."))
        with records.writing() as unit:
            unit.summaries.put(a_summary("a", version=3))
            found = unit.summaries.of_versions("a")
            assert {version: (each.tldr.engine, each.provenance.stale) for version, each in found.items()} == {
                1: (Engine.LLM, True),
                3: (Engine.EMBEDDED, False),
            }
            assert unit.summaries.of_versions("none") == {}

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
            unit.answers.put(replace(an_answer(), text="An earlier try."), owner=None)
            unit.answers.put(an_answer(), owner=None)
        with records.reading() as unit:
            assert unit.answers.get("a1", Caller()) == an_answer()
            assert unit.answers.get("a2", Caller()) is None
            assert unit.answers.get("\udcff", Caller()) is None

    def test_an_answer_is_seen_by_its_owner_and_by_admins_only(self, records):
        """To everybody else it is as if it were not there; without an owner it is everybody's."""
        mine, other, admin = (Caller(a_key(key_id)) for key_id in ("mine", "other", "admin"))
        admin = Caller(replace(admin.key, scope=KeyScope.ADMIN))
        with records.writing() as unit:
            unit.answers.put(an_answer("a1"), owner="mine")
            unit.answers.put(an_answer("a2"), owner=None)
        with records.reading() as unit:
            assert [bool(unit.answers.get("a1", each)) for each in (mine, admin, other, Caller())] == [1, 1, 0, 0]
            assert all(unit.answers.get("a2", each) for each in (mine, admin, other, Caller()))


class TestKeys:
    def test_keys_come_back_as_they_were_stored_the_newest_first(self, records):
        whole = replace(
            a_key("b"), budget_usd=2.5, rate=Rate(60, 60), expires_at=LATER, created_at=LATER, scope=KeyScope.INGEST
        )
        with records.writing() as unit:
            for key in (a_key("c"), a_key("a"), whole):
                unit.keys.put(key)
        with records.reading() as unit:
            assert unit.keys.listed() == [whole, a_key("a"), a_key("c")]
            assert unit.keys.get("b") == whole
            assert unit.keys.get("B") is None
            assert unit.keys.get("\udcff") is None

    def test_a_key_is_revoked_at_the_moment_it_was_first(self, records):
        with records.writing() as unit:
            unit.keys.put(a_key("a"))
            for moment in (NOW, LATER):
                unit.keys.revoke("a", moment)
            unit.keys.revoke("nobody", NOW)
            assert unit.keys.get("a") == replace(a_key("a"), revoked_at=NOW)
            assert unit.keys.get("nobody") is None


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
                unit.answers.put(an_answer(), owner=None)
                raise interruption

        for interruption in (RuntimeError, KeyboardInterrupt):
            with pytest.raises(interruption):
                interrupted_by(interruption)
        with records.reading() as unit:
            assert unit.papers.ids(Scope()) == []
            assert unit.answers.get("a1", Caller()) is None
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
            unit.answers.put(replace(an_answer(), question="\ud800"), owner=None)
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
            unit.answers.put(an_answer(), owner=None)
            unit.reports.put(a_report("a"))
        assert revision() == seen[-1]

    def test_a_check_changes_nothing(self, records):
        some_papers(records, "a")
        with records.reading() as unit:
            before = unit.revision()
        records.check()
        with records.reading() as unit:
            assert (unit.revision(), unit.papers.ids(Scope())) == (before, ["a"])
