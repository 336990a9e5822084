"""What every test may use, and what none may do: nothing reaches the outside."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# A fresh clone and CI judge alike: the same examples every time, and no timing in the verdict.
settings.register_profile("paperline", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "paperline"))


class OutboundConnection(RuntimeError):
    """A test tried to reach something other than this machine."""


_attempts: list[str] = []
_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_RESOLVING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


def is_local(family: int, address: object) -> bool:
    """Whether a socket address stays on this machine: a loopback address, `localhost` or a path."""
    if family not in {socket.AF_INET, socket.AF_INET6} or not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def needs_no_name_server(host: object) -> bool:
    """Whether a host is found without asking another machine: none, this one's own name, or an address itself."""
    if isinstance(host, bytes):
        host = host.decode("ascii", errors="replace")
    if not host or host in {"localhost", socket.gethostname()}:
        return True
    try:
        ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return re.fullmatch(r"(?i)(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}", str(host)) is not None
    return True


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    """Refuses what would leave this machine, whichever library asks for it through Python's sockets."""
    if event in _CONNECTING:
        refused = not is_local(arguments[0].family, arguments[1])
        told = arguments[1]
    elif event in _RESOLVING:
        refused = not needs_no_name_server(arguments[0])
        told = arguments[0]
    else:
        return
    if refused:
        _attempts.append(str(told))
        raise OutboundConnection(f"Tests reach nothing outside, and this one tried {told}.")


sys.addaudithook(_guard)


@pytest.fixture(scope="session")
def outbound_attempts() -> Iterator[list[str]]:
    """What was tried and refused; children are kept inside by a proxy that does not exist."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.setenv(name, "http://127.0.0.1:9")
            patch.setenv(name.lower(), "http://127.0.0.1:9")
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1,localhost,::1")
        yield _attempts


@pytest.fixture(autouse=True)
def nothing_outside(outbound_attempts: list[str]) -> Iterator[None]:
    """Fails a test that tried to reach the outside, also where the code under test swallowed the refusal."""
    outbound_attempts.clear()
    yield
    assert not outbound_attempts, f"tried to reach {outbound_attempts}"


@pytest.fixture(scope="session", autouse=True)
def no_settings_from_outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A developer's own papers, PAPERLINE_ and OPENAI_ variables do not reach the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("PAPERLINE_", "OPENAI_"))]:
            patch.delenv(name)
        patch.setenv("PAPERLINE_HOME", str(tmp_path_factory.mktemp("no-home")))
        yield


def log_plainly() -> None:
    """Events are printed, and a traceback as Python does: drawn by `rich`, as structlog would, each takes seconds."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], renderer])


@pytest.fixture(scope="session", autouse=True)
def plain_log() -> None:
    """Holds for every test; one that configures the log puts this back."""
    log_plainly()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real days and labelled data that lie beside the checkout; tests that need them are skipped without."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data folder does not lie beside this checkout")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings and every child process use."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PAPERLINE_HOME", str(folder))
    return folder
