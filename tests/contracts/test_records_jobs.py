"""What every record store promises of jobs and of replies, over every one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from paperline.domain.jobs import Failure, IngestRequest, IngestResult, Job, JobKind, JobStatus, Stage
from paperline.domain.papers import Rejection
from paperline.domain.repeats import KnownRequest, Reply, RequestKey
from tests.builders import DAY, NOW
from tests.contracts.record_stores import LATER

MOMENT = timedelta(seconds=1)
LEASE = timedelta(seconds=15)
RESULT = IngestResult(2, 1, 0, 0, (Rejection("line 2", "no abstract"),), 1, DAY, ("p",), (DAY,), 1, ("A note.",))
KEY = RequestKey("", "again-1")
REPLY = Reply(202, (("content-type", "application/json"), ("location", "/v1/jobs/j")), b'{"id": "\xc3\xa9"}')


def a_job(job_id: str = "j1", **changes) -> Job:
    return replace(Job(job_id, JobKind.INGEST, IngestRequest("jsonl", DAY, summarise=True), NOW, NOW), **changes)


def put_jobs(records, *jobs: Job, body: bytes = b"body") -> None:
    with records.writing() as unit:
        for job in jobs:
            unit.jobs.put(job, body)


def claim(records, worker: str = "w", now=NOW):
    with records.writing() as unit:
        return unit.jobs.claim(worker, now, now + LEASE)


def get(records, job_id: str = "j1") -> Job | None:
    with records.reading() as unit:
        return unit.jobs.get(job_id)


class TestJobs:
    def test_a_job_comes_back_as_it_was_put(self, records):
        """Whatever it was asked; ids that are not there, or no text, have none."""
        bare = a_job("j2", request=IngestRequest())
        put_jobs(records, a_job(), bare)
        assert (get(records), get(records, "j2")) == (a_job(), bare)
        assert get(records, "none") is get(records, "\ud800") is None
        with records.reading() as unit:
            assert {job.id for job in unit.jobs.get_many(["j2", "none", "j1"])} == {"j1", "j2"}

    def test_the_oldest_unfinished_job_is_told_by_kind_and_status(self, records):
        """The moment it was asked for; what is finished has no age."""
        with records.reading() as unit:
            assert unit.jobs.oldest() == {}
        done = a_job("done", status=JobStatus.DONE, created_at=NOW - MOMENT)
        put_jobs(records, done, a_job("first"), a_job("next", created_at=NOW + MOMENT), a_job("last", created_at=LATER))
        assert claim(records).job.id == "first"
        with records.reading() as unit:
            oldest = unit.jobs.oldest()
        assert oldest == {
            (JobKind.INGEST, JobStatus.RUNNING): NOW,
            (JobKind.INGEST, JobStatus.QUEUED): NOW + MOMENT,
        }

    def test_the_oldest_job_is_claimed_first_with_its_body(self, records):
        put_jobs(records, a_job("late", created_at=LATER), body=b"late")
        put_jobs(records, a_job("early"), body=b"early \x00\xff")
        with records.reading() as unit:
            assert unit.jobs.due(NOW)
        first, second = claim(records), claim(records)
        assert (first.job.id, first.body, first.attempts) == ("early", b"early \x00\xff", 1)
        assert first.job.status is JobStatus.RUNNING
        assert (second.job.id, claim(records)) == ("late", None)
        with records.reading() as unit:
            assert not unit.jobs.due(NOW)

    def test_no_two_workers_have_the_same_job(self, records):
        """Of workers that claim at once each has its own, until there are none."""
        put_jobs(records, *(a_job(f"j{number}") for number in range(5)))
        with ThreadPoolExecutor(8) as pool:
            claimed = list(pool.map(lambda number: claim(records, f"w{number}"), range(8)))
        assert sorted(found.job.id for found in claimed if found) == [f"j{number}" for number in range(5)]

    def test_a_job_whose_worker_is_silent_is_claimed_again(self, records):
        """Once its time is over, counting the attempts; a worker that beats keeps it."""
        put_jobs(records, a_job())
        claim(records, "dead")
        assert claim(records, "w", NOW + LEASE - MOMENT) is None
        assert claim(records, "w", NOW + LEASE).attempts == 2
        with records.writing() as unit:
            assert not unit.jobs.beat("j1", "dead", NOW, NOW + 9 * LEASE)
            assert unit.jobs.beat("j1", "w", NOW, NOW + 3 * LEASE)
        assert claim(records, "third", NOW + 2 * LEASE) is None

    def test_counts_are_told_with_a_beat(self, records):
        """A beat without counts keeps the earlier ones, and the time at which they were true."""
        put_jobs(records, a_job())
        claim(records)
        stages = {"store": Stage(3, 3), "index": Stage(1, 3)}
        with records.writing() as unit:
            assert unit.jobs.beat("j1", "w", LATER, LATER + LEASE, stages)
            assert unit.jobs.beat("j1", "w", LATER + MOMENT, LATER + LEASE)
        assert (get(records).stages, get(records).updated_at) == (stages, LATER)

    def test_only_its_worker_finishes_a_job(self, records):
        """With its result or its failure; the body is gone."""
        put_jobs(records, a_job("done"), a_job("failed"))
        for _ in range(2):
            claim(records)
        done = a_job("done", status=JobStatus.DONE, result=RESULT, stages={"index": Stage(1, 1)}, updated_at=LATER)
        failed = a_job("failed", status=JobStatus.FAILED, failure=Failure("StoreBusy", "Busy."), updated_at=LATER)
        with records.writing() as unit:
            assert not unit.jobs.finish(done, "other")
            assert unit.jobs.finish(done, "w")
            assert unit.jobs.finish(failed, "w")
            assert not unit.jobs.finish(replace(failed, id="done"), "w")
        assert (get(records, "done"), get(records, "failed")) == (done, failed)
        assert claim(records, now=LATER + LEASE) is None

    @pytest.mark.parametrize("running", [False, True])
    def test_a_job_that_is_not_finished_is_cancelled(self, records, running):
        """Its worker hears of it by its next beat, and nobody claims it again."""
        put_jobs(records, a_job())
        if running:
            claim(records)
        with records.writing() as unit:
            assert unit.jobs.cancel("j1", LATER)
            assert not unit.jobs.cancel("j1", LATER)
            assert not unit.jobs.cancel("none", LATER)
            assert not unit.jobs.beat("j1", "w", LATER, LATER + LEASE)
            assert not unit.jobs.finish(a_job(status=JobStatus.DONE, result=RESULT), "w")
            unit.jobs.hand_back("j1", "w", LATER)
            unit.jobs.free(LATER)
        assert (get(records).status, get(records).updated_at) == (JobStatus.CANCELLED, LATER)
        assert claim(records, now=LATER + LEASE) is None

    def test_a_job_that_is_handed_back_waits_again(self, records):
        """As if the attempt had not been; only its worker can."""
        put_jobs(records, a_job())
        claim(records)
        with records.writing() as unit:
            unit.jobs.hand_back("j1", "other", NOW)
        assert get(records).status is JobStatus.RUNNING
        with records.writing() as unit:
            unit.jobs.hand_back("j1", "w", NOW)
        assert get(records).status is JobStatus.QUEUED
        assert (claim(records).attempts, claim(records)) == (1, None)

    def test_freed_jobs_can_be_claimed_at_once(self, records):
        put_jobs(records, a_job())
        claim(records, "dead")
        with records.writing() as unit:
            unit.jobs.free(NOW)
        assert claim(records, "w").job.id == "j1"

    def test_waiting_jobs_are_counted_with_their_bytes(self, records):
        with records.reading() as unit:
            assert unit.jobs.waiting() == (0, 0)
        put_jobs(records, a_job("a"), a_job("b"), a_job("c"), body=b"12345")
        claim(records)
        with records.reading() as unit:
            assert unit.jobs.waiting() == (2, 10)

    def test_jobs_are_listed_newest_first_without_their_results(self, records):
        put_jobs(records, a_job("a"), a_job("b", created_at=LATER), a_job("c", created_at=NOW - MOMENT))
        claim(records)
        with records.writing() as unit:
            assert unit.jobs.finish(a_job("c", status=JobStatus.DONE, result=RESULT), "w")
            listed = unit.jobs.listed(3)
            assert [job.id for job in unit.jobs.listed(2)] == ["b", "a"]
        assert [(job.id, job.status, job.result) for job in listed] == [
            ("b", "queued", None), ("a", "queued", None), ("c", "done", None),
        ]  # fmt: skip

    def test_old_finished_jobs_are_pruned(self, records):
        """Beyond the number that is kept, or the age; what waits or runs never is."""
        put_jobs(records, *(a_job(f"j{number}", created_at=NOW - 9 * LEASE) for number in range(4)), a_job("running"))
        put_jobs(records, a_job("queued", created_at=LATER))
        for number in range(4):
            claim(records)
            with records.writing() as unit:
                unit.jobs.finish(a_job(f"j{number}", status=JobStatus.DONE, updated_at=NOW + number * MOMENT), "w")
        claim(records)
        with records.writing() as unit:
            unit.jobs.prune(3, NOW)
            assert {job.id for job in unit.jobs.listed(9)} == {"j1", "j2", "j3", "running", "queued"}
            unit.jobs.prune(3, NOW + 3 * MOMENT)
            assert {job.id for job in unit.jobs.listed(9)} == {"j3", "running", "queued"}


class TestReplies:
    def known(self, records, key=KEY, token="other", now=NOW, until=LATER):
        with records.writing() as unit:
            return unit.repeats.claim(key, "print", token, now, until)

    def test_a_key_belongs_to_the_first_request_until_it_is_answered(self, records):
        """Then it answers with the reply, byte for byte, and with which request it was."""
        assert self.known(records, token="mine") is None
        assert self.known(records) == KnownRequest("print", None)
        with records.writing() as unit:
            assert not unit.repeats.save(KEY, "other", REPLY, LATER)
            assert unit.repeats.save(KEY, "mine", REPLY, LATER)
            assert not unit.repeats.save(KEY, "mine", replace(REPLY, status=200), LATER)
        assert self.known(records) == KnownRequest("print", REPLY)

    def test_of_equal_requests_at_once_one_has_the_key(self, records):
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda number: self.known(records, token=str(number)), range(8)))
        assert found.count(None) == 1

    def test_keys_of_different_owners_have_nothing_in_common(self, records):
        assert self.known(records, RequestKey("a", "k")) is self.known(records, RequestKey("b", "k")) is None

    def test_a_request_whose_process_died_gives_its_key_back(self, records):
        """Once the time that it was given is over; one that is renewed keeps it."""
        assert self.known(records, token="dead", until=NOW + LEASE) is None
        assert self.known(records, now=NOW + LEASE - MOMENT) is not None
        assert self.known(records, token="mine", now=NOW + LEASE, until=NOW + 2 * LEASE) is None
        with records.writing() as unit:
            assert not unit.repeats.renew(KEY, "dead", LATER)
            assert unit.repeats.renew(KEY, "mine", LATER)
        assert self.known(records, now=NOW + 3 * LEASE) is not None

    def test_a_key_is_free_once_it_is_forgotten(self, records):
        """By the request that has it, and only while it is not answered."""
        self.known(records, token="mine")
        with records.writing() as unit:
            unit.repeats.forget(KEY, "other")
        assert self.known(records) is not None
        with records.writing() as unit:
            unit.repeats.forget(KEY, "mine")
        assert self.known(records, token="mine") is None
        with records.writing() as unit:
            unit.repeats.save(KEY, "mine", REPLY, LATER)
            unit.repeats.forget(KEY, "mine")
        assert self.known(records) == KnownRequest("print", REPLY)

    def test_expired_replies_are_pruned_and_the_number_is_bounded(self, records):
        """What is being answered stays whatever the number."""
        keys = [RequestKey("", f"k{number}") for number in range(5)]
        for number, key in enumerate(keys):
            self.known(records, key, token="mine", until=NOW + (number + 1) * MOMENT)
            if number != 2:
                with records.writing() as unit:
                    unit.repeats.save(key, "mine", REPLY, NOW + (number + 1) * MOMENT)
        with records.writing() as unit:
            unit.repeats.prune(2, NOW + MOMENT)
        assert [self.known(records, key, now=NOW) is not None for key in keys] == [False, False, True, True, True]


def test_a_request_of_any_day_is_kept(records):
    """The day is a date again."""
    put_jobs(records, a_job(request=IngestRequest(day=date(1999, 12, 31))))
    assert claim(records).job.request.day == date(1999, 12, 31)
