"""Lines of the log that a thread writes: their order, the last of them, and what happens where nobody reads."""

from __future__ import annotations

import os
import time

import pytest

from paperline.observability.lines import BackgroundLines
from paperline.observability.metrics import LOG_LINES_DROPPED


@pytest.fixture
def pipe():
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def dropped() -> float:
    return LOG_LINES_DROPPED.samples()[0].value


def test_lines_are_written_in_their_order_and_the_last_as_it_is_closed(pipe):
    reading, writing = pipe
    lines = BackgroundLines(writing)
    for number in range(500):
        lines.write(f"{number} ü\n")
    lines.close()
    assert os.read(reading, 65_536).decode().splitlines() == [f"{number} ü" for number in range(500)]


def test_a_line_does_not_wait_for_the_end(pipe):
    reading, writing = pipe
    lines = BackgroundLines(writing)
    lines.write("first\n")
    assert os.read(reading, 100) == b"first\n"
    time.sleep(0.1)
    lines.write("second\n")
    assert os.read(reading, 100) == b"second\n"
    lines.close()


def test_what_nobody_reads_is_dropped_and_counted_and_nobody_waits(pipe):
    reading, writing = pipe
    lines, before, began = BackgroundLines(writing, most_lines=100), dropped(), time.monotonic()
    for _ in range(10):
        for _ in range(100):
            lines.write("x" * 1_000 + "\n")
        time.sleep(0.1)
    lines.close(0.2)
    assert time.monotonic() - began < 5
    lost = dropped() - before
    assert 1_000 - 66 - 200 <= lost < 1_000
    os.set_blocking(reading, False)
    got = b""
    while len(got.splitlines()) < 1_000 - lost:
        try:
            got += os.read(reading, 65_536)
        except BlockingIOError:
            time.sleep(0.01)
        assert time.monotonic() - began < 10
    assert set(got.splitlines()) == {b"x" * 1_000}


def test_a_reader_that_is_gone_is_counted():
    reading, writing = os.pipe()
    os.close(reading)
    before, lines = dropped(), BackgroundLines(writing)
    lines.write("lost\n")
    lines.close()
    os.close(writing)
    assert dropped() == before + 1
