"""What every record store promises of papers, full text and days, over every one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from paperline.domain.days import DaySource, DayStatus
from paperline.domain.filters import SearchFilters
from paperline.domain.papers import Links, SourceRecord, normalised_title
from paperline.domain.scopes import Scope
from tests.builders import ABSTRACT, DAY, NOW, TITLE, a_paper
from tests.contracts.record_stores import ENCODER, LATER, a_summary, list_day, put, same, some_papers, some_vectors


class TestPapers:
    def test_a_paper_comes_back_as_it_was_stored(self, records):
        """Every field, also those that sources rarely fill."""
        source = SourceRecord(
            "hf", "https://huggingface.co/papers/1", DAY, 12, 3, "An AI's line.", "model-x", ("sorting",), 2, "new", NOW
        )
        paper = a_paper(
            title="Ünïcode – 漢字 🙂", sources=(source,), categories=("cs.LG",),
            links=Links(pdf="https://arxiv.org/pdf/1"), withdrawn=True, seen_before=(DAY - timedelta(days=1),),
            damage=("hyphenation",), aliases=("t:0123456789ab",),
        )  # fmt: skip
        put(records, paper)
        with records.reading() as unit:
            assert unit.papers.get(paper.id) == paper
            assert unit.papers.get("t:0123456789ab") == paper
            assert unit.papers.get("arxiv:9999.99999") is None

    def test_papers_come_in_the_order_asked_and_unknown_ones_are_left_out(self, records):
        ids = [f"p{n:04d}" for n in range(1200)]
        some_papers(records, *ids)
        with records.reading() as unit:
            asked = [*reversed(ids), "unknown", ids[5]]
            assert [paper.id for paper in unit.papers.get_many(asked)] == [*reversed(ids), ids[5]]

    def test_a_new_wording_is_a_version_and_the_earlier_one_is_kept(self, records):
        first = a_paper()
        second = replace(first, version=2, title="SortNet, Renamed", abstract="Rewritten.", withdrawn=True)
        with records.writing() as unit:
            unit.papers.put(first, NOW, raw_title="Sort-\nNet", raw_abstract=None)
            unit.papers.put(second, LATER, raw_title=None, raw_abstract="Re-\nwritten.")
        with records.reading() as unit:
            assert unit.papers.get(first.id) == second
            old, new = unit.papers.versions(first.id)
        assert (old.version, old.title, old.abstract, old.raw_title, old.stored_at) == (
            1,
            TITLE,
            ABSTRACT,
            "Sort-\nNet",
            NOW,
        )
        assert (new.version, new.title, new.raw_abstract, new.stored_at) == (2, second.title, "Re-\nwritten.", LATER)

    def test_a_stored_wording_is_never_rewritten(self, records):
        put(records, a_paper())
        with pytest.raises(ValueError, match="another wording"):
            put(records, a_paper(abstract="Something else."))
        with records.reading() as unit:
            assert unit.papers.get(a_paper().id) == a_paper()

    def test_of_papers_with_one_title_the_lowest_id_is_found(self, records):
        put(records, a_paper(id="p2"), a_paper(id="p1", title=TITLE.upper()), a_paper(id="p0", title=""))
        with records.reading() as unit:
            found = unit.papers.find_by_title(normalised_title(TITLE))
            assert found is not None
            assert found.id == "p1"
            assert unit.papers.find_by_title("sortnet") is None
            assert unit.papers.find_by_title("") is None

    def test_everything_under_an_alias_moves_to_the_id_that_replaces_it(self, records):
        """Places in days, versions, vectors, summaries and the full text follow."""
        put(records, a_paper(id="t:old"), a_paper(id="other", title="Other", abstract="Nothing."))
        list_day(records, DAY, "other", "t:old")
        with records.writing() as unit:
            unit.vectors.put(some_vectors("t:old"), ENCODER)
            unit.summaries.put(a_summary("t:old"))
        put(records, a_paper(id="arxiv:1", aliases=("t:old",)), now=LATER)
        with records.reading() as unit:
            assert unit.papers.get("t:old") == unit.papers.get("arxiv:1") == a_paper(id="arxiv:1", aliases=("t:old",))
            assert unit.papers.ids(Scope()) == ["arxiv:1", "other"]
            assert [version.stored_at for version in unit.papers.versions("t:old")] == [NOW]
            assert unit.days.paper_ids(DAY) == ("other", "arxiv:1")
            assert same(unit.vectors.get_many(["arxiv:1"], ENCODER)[0], some_vectors("arxiv:1"))
            summary = unit.summaries.get("arxiv:1")
            assert summary == a_summary("arxiv:1")
            assert [found for found, _ in unit.papers.search_text(["quicksort"], 5)] == ["arxiv:1"]

    def test_a_paper_that_was_stored_under_both_ids_becomes_one(self, records):
        put(records, a_paper(id="arxiv:1"), a_paper(id="t:old", aliases=("t:older",)))
        list_day(records, DAY, "t:old", "arxiv:1")
        list_day(records, DAY - timedelta(days=1), "t:old")
        put(records, a_paper(id="arxiv:1", aliases=("t:old",)))
        with records.reading() as unit:
            assert unit.papers.ids(Scope()) == ["arxiv:1"]
            assert unit.days.paper_ids(DAY) == unit.days.paper_ids(DAY - timedelta(days=1)) == ("arxiv:1",)
            older = unit.papers.get("t:older")
            assert older is not None
            assert older.id == "arxiv:1"
        put(records, a_paper(id="new", title="New", abstract="Nothing of the kind."))
        with records.reading() as unit:
            assert [found for found, _ in unit.papers.search_text(["sorting"], 5)] == ["arxiv:1"]

    def test_an_id_goes_before_an_equal_alias(self, records):
        put(records, a_paper(id="a", aliases=("b",)), a_paper(id="b", title="Another"))
        list_day(records, DAY, "b")
        with records.reading() as unit:
            found = unit.papers.get("b")
            assert found is not None
            assert found.title == "Another"
            assert unit.days.paper_ids(DAY) == ("b",)

    def test_filters_find_the_papers_of_a_scope_by_their_newest_record(self, records):
        put(records, a_paper(id="b", authors=("José García",), categories=("cs.CL",), sources=(SourceRecord("hf"),)))
        put(
            records,
            a_paper(id="a", title="Another", authors=("Jose Lima",), links=Links(code="https://github.com/a/b")),
        )
        list_day(records, DAY, "b")
        with records.reading() as unit:
            assert unit.papers.meeting(Scope(), SearchFilters(author="JOSE")) == ["a", "b"]
            assert unit.papers.meeting(Scope.of_day(DAY), SearchFilters(author="jose")) == ["b"]
            assert unit.papers.meeting(Scope(), SearchFilters(has_code=True)) == ["a"]
            assert unit.papers.meeting(Scope(papers=("a", "b")), SearchFilters(source="hf", category="CS.CL")) == ["b"]

    def test_a_scope_holds_its_ids_once_and_sorted(self, records):
        some_papers(records, "c", "a", "b", "d")
        put(records, a_paper(id="a", title=f"{TITLE} a", aliases=("t:a",)))
        list_day(records, DAY, "c", "a")
        list_day(records, DAY, "a", "b", source="arxiv")
        list_day(records, DAY + timedelta(days=2), "d", "a")
        with records.reading() as unit:
            assert unit.papers.ids(Scope()) == ["a", "b", "c", "d"]
            assert unit.papers.ids(Scope.of_day(DAY)) == ["a", "b", "c"]
            assert unit.papers.ids(Scope.between(DAY + timedelta(days=1), DAY + timedelta(days=2))) == ["a", "d"]
            assert unit.papers.ids(Scope(last=DAY)) == ["a", "b", "c"]
            assert unit.papers.ids(Scope.of_day(DAY + timedelta(days=1))) == []
            assert unit.papers.ids(Scope(papers=("d", "t:a", "gone", "a", "\ud800"))) == ["a", "d"]


class TestFullText:
    def test_search_finds_any_term_in_any_form_best_first_and_ties_by_id(self, records):
        texts = {
            "d": "Graphs without the other word.",
            "c": "Sorted keys, sorting networks.",
            "b": "Quantum error correction.",
            "a": "Quantum error correction.",
            "e": "Five more words about birds.",
        }
        put(records, *(a_paper(id=key, title="T", abstract=text) for key, text in texts.items()))
        with records.reading() as unit:
            found = unit.papers.search_text(["sort", "quantum"], 10)
            assert [paper_id for paper_id, _ in found] == ["c", "a", "b"]
            assert found[0][1] > found[1][1] == found[2][1] > 0
            assert unit.papers.search_text(["sort", "quantum"], 1) == found[:1]
            assert unit.papers.search_text(["zebra"], 10) == unit.papers.search_text([], 10) == []

    def test_search_within_days_finds_their_papers_however_many_others_rank_higher(self, records):
        """The limit counts papers of the scope, not of the store."""
        wordings = {"a": "Quantum.", "b": "Quantum quantum quantum.", "c": "Much about quantum error correction codes."}
        put(records, *(a_paper(id=key, title="T", abstract=text) for key, text in wordings.items()))
        next_day = DAY + timedelta(days=1)
        with records.writing() as unit:
            unit.days.put_list(DAY, "jsonl", ["a", "b"], NOW)
            unit.days.put_list(next_day, "jsonl", ["c"], NOW)
        with records.reading() as unit:
            everything = unit.papers.search_text(["quantum"], 10, Scope())
            assert everything == unit.papers.search_text(["quantum"], 10)
            for scope, ids in [
                (Scope.of_day(next_day), {"c"}),
                (Scope(last=DAY), {"a", "b"}),
                (Scope(first=DAY), {"a", "b", "c"}),
            ]:
                found = unit.papers.search_text(["quantum"], 10, scope)
                assert found == [pair for pair in everything if pair[0] in ids]
                assert unit.papers.search_text(["quantum"], 1, scope) == found[:1]

    def test_search_knows_the_newest_wording_only(self, records):
        put(records, a_paper(), a_paper(version=2, abstract="A study of hashing."))
        with records.reading() as unit:
            assert unit.papers.search_text(["quicksort"], 5) == []
            assert [found for found, _ in unit.papers.search_text(["hashing"], 5)] == [a_paper().id]

    @pytest.mark.parametrize(
        "term",
        ['"', '""', '"sort', "NEAR(", "NEAR(a b)", "*", "so*", "title:", "^", "(", "{a b}:", "-", "AND", "", " ", "\0",
         "\ud800", "a" * 50_000, "'; DROP TABLE papers; --", "漢字", "٣"],
    )  # fmt: skip
    def test_any_term_is_safe_and_does_not_hide_the_others(self, records, term):
        """What FTS5 takes for syntax is text here."""
        put(records, a_paper())
        with records.reading() as unit:
            assert [found for found, _ in unit.papers.search_text([term, "quicksort"], 5)] == [a_paper().id]

    def test_syntax_within_a_term_is_not_obeyed(self, records):
        put(records, a_paper())
        with records.reading() as unit:
            assert unit.papers.search_text(["quick*"], 5) == []
            assert unit.papers.search_text(["title:quicksort"], 5) == []
            assert [found for found, _ in unit.papers.search_text(["quick\0sort", "sorting\0large"], 5)] == [
                a_paper().id
            ]


class TestDays:
    def test_a_list_keeps_its_order_and_says_whether_it_changed(self, records):
        some_papers(records, "a", "b", "c")
        assert list_day(records, DAY, "c", "a", "c") is True
        assert list_day(records, DAY, "c", "a", now=LATER) is False
        with records.reading() as unit:
            assert unit.days.paper_ids(DAY) == ("c", "a")
            entry = unit.days.get(DAY)
        assert entry is not None
        assert (entry.status, entry.paper_count) == (DayStatus.COMPLETE, 2)
        assert entry.sources == (DaySource("hf", LATER, 2),)

    def test_a_list_is_never_replaced_by_a_smaller_one(self, records):
        some_papers(records, "a", "b", "c")
        list_day(records, DAY, "a", "b", "c")
        assert list_day(records, DAY, "c") is True
        assert list_day(records, DAY) is False
        with records.reading() as unit:
            assert unit.days.paper_ids(DAY) == ("c", "a", "b")

    def test_sources_are_merged_in_the_order_in_which_they_came(self, records):
        some_papers(records, "a", "b", "c")
        list_day(records, DAY, "b", source="zeta")
        list_day(records, DAY, "c", "b", source="alpha", now=LATER)
        list_day(records, DAY, "b", "a", source="zeta")
        with records.reading() as unit:
            assert unit.days.paper_ids(DAY) == ("b", "a", "c")
            entry = unit.days.get(DAY)
        assert entry is not None
        assert entry.sources == (DaySource("zeta", NOW, 2), DaySource("alpha", LATER, 2))
        assert entry.paper_count == 3

    def test_an_alias_in_a_list_stands_for_its_paper(self, records):
        put(records, a_paper(id="arxiv:1", aliases=("t:old",)))
        list_day(records, DAY, "t:old", "arxiv:1")
        with records.reading() as unit:
            assert unit.days.paper_ids(DAY) == ("arxiv:1",)

    def test_an_empty_day_is_known_and_fills_when_papers_come(self, records):
        some_papers(records, "a")
        with records.writing() as unit:
            unit.days.put_status(DAY, DayStatus.EMPTY, "No announcements on Sundays.")
        with records.reading() as unit:
            empty = unit.days.get(DAY)
            assert unit.days.latest() is None
        assert empty is not None
        assert (empty.status, empty.reason, empty.sources) == (DayStatus.EMPTY, "No announcements on Sundays.", ())
        list_day(records, DAY, "a")
        with records.reading() as unit:
            full = unit.days.get(DAY)
            assert unit.days.latest() == DAY
            assert unit.days.get(DAY + timedelta(days=1)) is None
        assert full is not None
        assert (full.status, full.reason, full.paper_count) == (DayStatus.COMPLETE, None, 1)

    def test_days_are_listed_newest_first_and_paged(self, records):
        some_papers(records, "a", "b")
        days = [DAY + timedelta(days=n) for n in range(5)]
        for day in (days[3], days[0], days[4], days[1], days[2]):
            list_day(records, day, "a", "b")
        with records.reading() as unit:
            assert [entry.date for entry in unit.days.listed(None, 2)] == [days[4], days[3]]
            page = unit.days.listed(days[3], 10)
        assert [(entry.date, entry.paper_count, len(entry.sources)) for entry in page] == [
            (day, 2, 1) for day in days[2::-1]
        ]

    def test_the_nearest_days_come_first_and_only_days_with_papers(self, records):
        some_papers(records, "a")
        for offset in (-9, -2, 3, 4, 8):
            list_day(records, DAY + timedelta(days=offset), "a")
        with records.writing() as unit:
            unit.days.put_status(DAY + timedelta(days=1), DayStatus.EMPTY, None)
        with records.reading() as unit:
            near = unit.days.nearest(DAY, DAY + timedelta(days=3), 3)
            assert [(day - DAY).days for day in near] == [3, 4, -2]
            assert [(day - DAY).days for day in unit.days.nearest(DAY, DAY, 9)] == [-2, 3, 4, 8, -9]

    def test_the_days_of_a_scope_are_those_with_papers(self, records):
        some_papers(records, "a", "b")
        list_day(records, DAY, "a")
        list_day(records, DAY + timedelta(days=2), "a", "b")
        with records.reading() as unit:
            assert unit.days.within(Scope()) == (DAY, DAY + timedelta(days=2))
            assert unit.days.within(Scope(first=DAY + timedelta(days=1))) == (DAY + timedelta(days=2),)
            assert unit.days.within(Scope(papers=("b",))) == (DAY + timedelta(days=2),)
            assert unit.days.within(Scope(papers=("gone",))) == ()
