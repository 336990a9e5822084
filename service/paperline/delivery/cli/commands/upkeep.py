"""`paperline reindex` and `paperline doctor`: keeping the data folder well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import EXIT_FAILED, Output
from paperline.delivery.cli.progress import shown_progress
from paperline.delivery.cli.session import opened, read_settings
from paperline.domain.errors import PaperlineError

if TYPE_CHECKING:
    from paperline.pipeline.diagnose import Diagnosis
    from paperline.settings import Settings


def reindex(as_json: options.JsonOption = False) -> None:
    """Rebuild the archive index from the stored vectors; only papers without vectors are embedded."""
    output = Output(as_json=as_json)
    with opened(output) as services, shown_progress() as progress:
        embedded = services.index.run(progress=progress).embedded
        passages = services.index.rebuild(progress=progress)
    if as_json:
        output.document({"embedded": embedded, "passages": passages})
    else:
        output.lines(f"{passages:,} passages indexed, {embedded:,} papers embedded.")


def doctor(as_json: options.JsonOption = False) -> None:
    """Check the data folder, the encoder and the archive index; exit code 1 where one does not work."""
    output = Output(as_json=as_json)
    settings = read_settings(output)
    found = _diagnosed(settings)
    healthy = all(each.ok for each in found)
    if as_json:
        checks = [{"name": each.name, "ok": each.ok, "detail": each.detail} for each in found]
        output.document({"ok": healthy, "home": str(settings.home), "checks": checks})
    else:
        from rich.text import Text

        from paperline.delivery.cli.terminal import plain

        output.lines(f"Data folder: {settings.home}")
        for each in found:
            mark = ("works ", "green") if each.ok else ("FAILS ", "bold red")
            output.lines(Text.assemble(mark, (f"{each.name}: ", "bold"), plain(each.detail)))
    if not healthy:
        raise typer.Exit(EXIT_FAILED)


def _diagnosed(settings: Settings) -> list[Diagnosis]:
    """What the services say of themselves; where they cannot even be opened, that."""
    from paperline.bootstrap import open_services
    from paperline.pipeline.diagnose import Diagnosis

    try:
        with open_services(settings) as services:
            return services.doctor()
    except PaperlineError as error:
        return [Diagnosis("store", ok=False, detail=str(error))]
