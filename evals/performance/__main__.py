"""Runs every performance suite and prints its figures beside their targets: `make bench`."""

from __future__ import annotations

import sys

from evals.performance import ingest, start
from evals.performance.figures import Figure, as_table


def main() -> int:
    """Prints the table; the exit code is 1 where a target is missed."""
    figures: list[Figure] = [*ingest.measure(), *start.measure()]
    sys.stdout.write(as_table(figures))
    return int(any(figure.missed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
