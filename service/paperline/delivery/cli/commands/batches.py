"""`paperline summarise --batch`: sends papers to the language model's overnight service, waits, and writes what came."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from paperline.delivery.cli import options
from paperline.delivery.cli.output import Output
from paperline.delivery.cli.progress import shown_progress

if TYPE_CHECKING:
    from paperline.bootstrap import Services
    from paperline.domain.scopes import Scope
    from paperline.pipeline.summarise_in_batch import BatchStep

_LOOK_SECONDS = 30.0
_LEAVE = "It may be left: the same command goes on where this one ends, and sends nothing twice."


def summarise_in_batch(services: Services, output: Output, scope: Scope, *, refresh: bool, wait: bool) -> None:
    """What is not on its way is sent; what came is written, at once or, with `wait`, when all of it is there."""
    sent = services.summarise_in_batch.begin(scope, refresh=refresh)
    output.note(f"{sent} papers sent in a batch." + (f" {_LEAVE}" if wait else ""))
    written = 0
    with shown_progress() as progress:
        while True:
            step = services.summarise_in_batch.look(scope, now=options.now(), refresh=refresh, progress=progress)
            written += step.written.written
            _tell_failures(output, step)
            if step.over or not wait:
                break
            time.sleep(_LOOK_SECONDS)
    waiting = sum(status.total - status.done - status.failed for status in step.working)
    if output.as_json:
        output.document({"sent": sent, "written": written, "waiting": waiting, "batches": len(step.working)})
    else:
        output.lines(f"{sent} sent, {written} summarised, {waiting} awaited.")


def _tell_failures(output: Output, step: BatchStep) -> None:
    for status in step.failed:
        output.warning(f"A batch of {status.total} papers failed: {status.reason}. Nothing of it is charged.")
