"""The guard that keeps tests on this machine is itself tested."""

from __future__ import annotations

import os
import socket

import pytest

from tests.conftest import is_local


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_a_connection_to_the_outside_is_refused(method, outbound_attempts):
    with socket.socket() as outside, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        getattr(outside, method)(("192.0.2.1", 80))
    assert outbound_attempts.pop() == "('192.0.2.1', 80)"


def test_a_connection_to_this_machine_is_made():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_only_loopback_addresses_and_paths_are_local():
    assert is_local(socket.AF_INET, ("127.0.0.1", 1))
    assert is_local(socket.AF_INET6, ("::1", 1, 0, 0))
    assert is_local(socket.AF_UNIX, "socket")
    assert not is_local(socket.AF_INET, ("example.org", 1))
    assert not is_local(socket.AF_INET6, ("2001:db8::1", 1, 0, 0))


def test_settings_of_the_developer_do_not_reach_the_tests(home):
    assert os.environ["PAPERLINE_HOME"] == str(home)
    assert [name for name in os.environ if name.startswith("PAPERLINE_")] == ["PAPERLINE_HOME"]
