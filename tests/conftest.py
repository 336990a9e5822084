"""What every test may use, and what none may do: nothing reaches the outside."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# A fresh clone and CI judge alike: the same examples every time, and no timing in the verdict.
settings.register_profile("paperline", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "paperline"))


class OutboundConnection(RuntimeError):
    """A test tried to reach something other than this machine."""


def is_local(family: int, address: object) -> bool:
    """Whether a socket address stays on this machine: a loopback address, `localhost` or a path."""
    if family not in {socket.AF_INET, socket.AF_INET6} or not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def outbound_attempts() -> Iterator[list[str]]:
    """Connections to the outside that were refused; children are kept inside by a proxy that does not exist."""
    attempts: list[str] = []

    def guarded(original):
        def connect(self, address, /):
            if not is_local(self.family, address):
                attempts.append(str(address))
                raise OutboundConnection(f"Tests reach nothing outside, and this one tried {address}.")
            return original(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.setenv(name, "http://127.0.0.1:9")
            patch.setenv(name.lower(), "http://127.0.0.1:9")
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1,localhost,::1")
        yield attempts


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
