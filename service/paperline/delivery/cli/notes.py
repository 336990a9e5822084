"""Notes: what the parts below a command report while it runs, told on standard error, what is alike once at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from paperline.delivery.cli.output import Output

_FELL_BACK = "model_fell_back"


@contextmanager
def notes_told(output: Output) -> Iterator[None]:
    """Within the block events go to standard error; texts that the embedded engine wrote instead are counted by reason."""
    import structlog

    from paperline.observability.events import configure_logging

    reasons: Counter[str] = Counter()

    def gather(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if event.get("event") != _FELL_BACK:
            return event
        reasons[str(event.get("reason"))] += 1
        raise structlog.DropEvent

    former = structlog.get_config()
    configure_logging(json_lines=False, first=gather)
    try:
        yield
    finally:
        structlog.configure(**former)
        for reason, count in reasons.most_common():
            texts = "One text is" if count == 1 else f"{count:,} texts are"
            output.warning(f"{texts} the embedded engine's, wholly or in part. {reason}")
