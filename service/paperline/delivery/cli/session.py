"""Opens the services for a command, over the settings of the environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from paperline.delivery.cli.notes import notes_told
from paperline.delivery.cli.output import EXIT_USAGE, Output

if TYPE_CHECKING:
    from paperline.bootstrap import Services
    from paperline.settings import Settings


@contextmanager
def opened(output: Output, settings: Settings | None = None) -> Iterator[Services]:
    """The services, closed afterwards; within, Paperline's errors become one line and exit code 1."""
    with output.failing_clearly(), notes_told(output):
        from paperline.bootstrap import open_services

        with open_services(settings or read_settings(output)) as services:
            yield services


def read_settings(output: Output) -> Settings:
    """The settings; a variable that cannot be used is named, with exit code 2."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from paperline.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        for found in error.errors():
            name = "_".join(str(part) for part in found["loc"])
            variable = name if name.isupper() else f"PAPERLINE_{name.upper()}"
            output.error_line(f"The setting {variable} cannot be used: {found['msg']}.")
    except SettingsError as error:
        output.error_line(f"A setting cannot be read: {error}.")
    raise typer.Exit(EXIT_USAGE)
