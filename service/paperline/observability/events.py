"""Events: facts in the past tense, one line each, on standard error; never a prompt's body, never a key."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

import structlog

from paperline.observability.lines import BackgroundLines

log: structlog.stdlib.BoundLogger = structlog.get_logger("paperline")


@contextmanager
def logging_in_background(*, json_lines: bool) -> Iterator[TextIO]:
    """Within the block nobody waits for an event to be written to standard error; yields what takes other lines likewise."""
    lines = BackgroundLines(sys.stderr.fileno())
    taking = cast("TextIO", lines)
    configure_logging(json_lines=json_lines, to=taking)
    try:
        yield taking
    finally:
        configure_logging(json_lines=json_lines)
        lines.close()


def configure_logging(
    *, json_lines: bool, level: str = "INFO", to: TextIO | None = None, first: structlog.types.Processor | None = None
) -> None:
    """Events go to standard error from now on, or to what is given: JSON lines for machines, aligned text for people.

    `first` sees every event before it is written, and may change or drop it.
    """
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer() if json_lines else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            *([first] if first else ()),
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(to or sys.stderr),
        cache_logger_on_first_use=False,
    )
