"""Runs every performance suite and prints its figures beside their targets: `make bench [ARGS="--stream 10000 --archive 100000"]`."""

from __future__ import annotations

import argparse
import sys

from evals.performance import asking, endpoint, ingest, reading, start, stream, summarising
from evals.performance.figures import Figure, as_table


def main() -> int:
    """Prints the table; the exit code is 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals.performance", description=__doc__)
    parser.add_argument("--stream", type=int, default=stream.DEFAULT_LINES, help="how many abstracts to stream")
    parser.add_argument("--archive", type=int, default=asking.DEFAULT_PAPERS, help="how many papers the archive holds")
    options = parser.parse_args()
    # First, while this process is small: a child's peak counts what its parent held when it was forked.
    streaming = stream.measure(options.stream)
    figures: list[Figure] = [
        *ingest.measure(), *start.measure(), *asking.measure(options.archive), *reading.measure(), *endpoint.measure(), *summarising.measure(), *streaming,
    ]  # fmt: skip
    sys.stdout.write(as_table(figures))
    return int(any(figure.missed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
