"""A real `paperline serve` over a filled folder, watched from outside by its process id."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals.performance.inputs import jsonl_source
from paperline.bootstrap import open_services
from paperline.domain.scopes import Scope
from paperline.settings import Settings


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, and what the system says of its process."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        """Memory that is resident now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def filled_home(folder: Path) -> Path:
    """A data folder with a summarised day."""
    home = folder / "home"
    with open_services(Settings(home=home, embedder="hashing")) as services:
        services.ingest.run(jsonl_source(folder, 0), now=datetime.now(UTC))
        services.summarise.run(Scope(), now=datetime.now(UTC))
    return home


@contextmanager
def serving(home: Path, *, held_open: bool = False) -> Iterator[Server]:
    """The server, without limits on a caller's rate; `held_open` leaves its jobs waiting, so that their streams stay open."""
    environment = {
        **os.environ, "PAPERLINE_HOME": str(home), "PAPERLINE_EMBEDDER": "hashing", "PAPERLINE_ACCESS_LOG": "on",
        "PAPERLINE_ADDRESS_RATE": "1000000/second", "PAPERLINE_CONCURRENCY": "2000",
    }  # fmt: skip
    module = "evals.performance.load.held_open" if held_open else "paperline"
    command = [sys.executable, "-m", module, "serve", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield Server(line.split()[-1], process.pid)
        finally:
            process.terminate()
            process.wait(20)
