"""Papers from a file, from standard input or from a request's body."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from paperline.adapters.sources.decoding import MAX_INPUT_BYTES
from paperline.adapters.sources.formats import parse
from paperline.adapters.sources.repair import cleaned
from paperline.domain.errors import BadSource
from paperline.domain.papers import SourceBatch

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class FilePaperSource:
    """A file in any of the formats, plain or gzipped; the path `-` is standard input."""

    path: str | Path
    format: str = "auto"
    day: date | None = None

    @property
    def name(self) -> str:
        """The path as it was given."""
        return "standard input" if self._is_standard_input else cleaned(str(self.path)).text

    @property
    def _is_standard_input(self) -> bool:
        return str(self.path) == STANDARD_INPUT

    def read(self, now: datetime) -> SourceBatch:
        """Everything the file holds. Raises BadSource where it cannot be read, TooLarge beyond 32 MB."""
        return parse(self._bytes(), format=self.format, name=self.name, now=now, day=self.day)

    def _bytes(self) -> bytes:
        try:
            if self._is_standard_input:
                return sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
            with Path(self.path).open("rb") as file:
                return file.read(MAX_INPUT_BYTES + 1)  # one byte more shows that there is more, even of a device
        except FileNotFoundError as error:
            raise BadSource(
                f"{self.name}: no such file; give a file, a URL, hf[:DATE], arxiv:CATEGORIES or - for standard input"
            ) from error
        except IsADirectoryError as error:
            raise BadSource(f"{self.name}: a folder; give a file in it") from error
        except PermissionError as error:
            raise BadSource(f"{self.name}: may not be read by this user; change its permissions") from error
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            raise BadSource(f"{self.name}: cannot be read ({getattr(error, 'strerror', None) or error})") from error


@dataclass(frozen=True, slots=True)
class BytesPaperSource:
    """Bytes that are already here, such as a request's body."""

    raw: bytes
    format: str = "auto"
    day: date | None = None
    name: str = "the request's body"

    def read(self, now: datetime) -> SourceBatch:
        """Everything the bytes hold. Raises BadSource, UnknownFormat or TooLarge."""
        return parse(self.raw, format=self.format, name=self.name, now=now, day=self.day)
