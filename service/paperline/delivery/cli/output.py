"""Where a command's words go: results to standard output, notes, progress and errors to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import typer

from paperline.delivery.cli.terminal import plain, plain_json
from paperline.domain.errors import BadSource, BadText, PaperlineError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_REFUSED = 4


class Output:
    """What one command prints; with `as_json`, standard output carries one JSON document and nothing else."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def document(self, document: object) -> None:
        """The command's result as JSON."""
        from paperline.delivery.documents import json_bytes

        sys.stdout.write(plain_json(json_bytes(document, indent=2).decode()) + "\n")
        sys.stdout.flush()

    def file(self, content: bytes) -> None:
        """The command's result as a file in another tool's format, byte for byte; its writer has made it safe."""
        sys.stdout.flush()
        typer.get_binary_stream("stdout").write(content)
        sys.stdout.flush()

    def lines(self, *lines: Text | str) -> None:
        """The command's result for people; nothing where it is printed as JSON. Strings are made safe."""
        if not self.as_json:
            _print(_console(stderr=False), lines)
            sys.stdout.flush()

    def note(self, text: str) -> None:
        """Something worth knowing that is not the result."""
        from rich.text import Text

        _print(_console(stderr=True), [Text(plain(text), style="dim")])

    def warning(self, text: str) -> None:
        """Something that did not go as asked while the rest went on."""
        from rich.text import Text

        _print(_console(stderr=True), [Text.assemble(("! ", "bold yellow"), plain(text))])

    def failure(self, error: PaperlineError, code: int = EXIT_FAILED) -> NoReturn:
        """The error in one line, with `--json` also as a problem, and the exit code."""
        self.error_line(str(error))
        if self.as_json:
            self.document({"problem": problem(error)})
        raise typer.Exit(code)

    def error_line(self, message: str) -> None:
        """One line that says what went wrong."""
        from rich.text import Text

        _print(_console(stderr=True), [Text.assemble(("Error: ", "bold red"), plain(message))])

    @contextmanager
    def failing_clearly(self) -> Iterator[None]:
        """Within, an error that Paperline raises on purpose becomes one line and exit code 1."""
        try:
            yield
        except PaperlineError as error:
            self.failure(error)

    @contextmanager
    def reading_words(self) -> Iterator[None]:
        """Within, words of the command line that can mean nothing are bad usage: one line and exit code 2."""
        try:
            yield
        except (BadText, BadSource) as error:
            self.failure(error, EXIT_USAGE)


@contextmanager
def writing(target: str) -> Iterator[BinaryIO]:
    """The file to write bytes to; - is standard output. BadSource where it cannot be opened."""
    if target == "-":
        yield sys.stdout.buffer
        return
    try:
        opened = Path(target).open("wb")  # noqa: SIM115 (closed below; only opening is translated)
    except OSError as error:
        raise BadSource(f"{target} cannot be written: {error.strerror}.") from None
    with opened:
        yield opened


def problem(error: PaperlineError) -> dict[str, object]:
    """The error as the problem that the API would answer with."""
    from paperline.delivery.api.problems import kind_of, problem_core

    return problem_core(kind_of(error), str(error))


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def _print(console: Console, lines: tuple[Text | str, ...] | list[Text]) -> None:
    for line in lines:
        console.print(plain(line) if isinstance(line, str) else line, soft_wrap=not console.is_terminal)
