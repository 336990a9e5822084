"""The guard that keeps tests on this machine is itself tested."""

from __future__ import annotations

import _socket
import os
import socket
import subprocess
import sys

import pytest

from tests.conftest import is_local, needs_no_name_server


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_a_connection_to_the_outside_is_refused(method, outbound_attempts):
    with socket.socket() as outside, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        getattr(outside, method)(("192.0.2.1", 80))
    assert outbound_attempts.pop() == "('192.0.2.1', 80)"


def test_a_datagram_to_the_outside_is_refused(outbound_attempts):
    with socket.socket(type=socket.SOCK_DGRAM) as outside, pytest.raises(RuntimeError):
        outside.sendto(b"?", ("192.0.2.1", 53))
    assert outbound_attempts.pop() == "('192.0.2.1', 53)"


def test_no_name_server_is_asked(outbound_attempts):
    with pytest.raises(RuntimeError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(RuntimeError):
        socket.gethostbyname("example.org")
    assert [outbound_attempts.pop() for _ in range(2)] == ["example.org"] * 2


def test_a_method_taken_before_the_guard_is_guarded_too(outbound_attempts):
    """The guard sits in the interpreter, so that no library goes round it by Python's own sockets."""
    with socket.socket() as outside, pytest.raises(RuntimeError):
        _socket.socket.connect(outside, ("192.0.2.1", 80))
    outbound_attempts.clear()


def test_clients_in_child_processes_are_led_to_a_proxy_that_does_not_exist():
    """Of children only what honours the proxy variables is held back: urllib, httpx2 and with it openai."""
    script = (
        "import httpx2, urllib.request\n"
        "for get in (httpx2.get, urllib.request.urlopen):\n"
        "    try: get('http://192.0.2.1/', timeout=20)\n"
        "    except OSError as error: print(error)\n"
        "    except httpx2.ConnectError as error: print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.count("refused") == 2, said.stdout


def test_a_connection_to_this_machine_is_made():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_only_loopback_addresses_and_paths_are_local():
    assert is_local(socket.AF_INET, ("127.0.0.1", 1))
    assert is_local(socket.AF_INET6, ("::1", 1, 0, 0))
    assert is_local(socket.AF_UNIX, "socket")
    assert not is_local(socket.AF_INET, ("example.org", 1))
    assert not is_local(socket.AF_INET6, ("2001:db8::1", 1, 0, 0))


@pytest.mark.parametrize("host", [None, "", "localhost", b"127.0.0.1", "::1", "fe80::1%eth0", "0x7f000001", "127.1"])
def test_what_is_an_address_already_needs_no_name_server(host):
    assert needs_no_name_server(host)


@pytest.mark.parametrize("host", ["example.org", b"example.org", "localhost.example", "1.2.3.4.example"])
def test_any_other_name_needs_one(host):
    assert not needs_no_name_server(host)


def test_settings_of_the_developer_do_not_reach_the_tests(home):
    assert os.environ["PAPERLINE_HOME"] == str(home)
    assert [name for name in os.environ if name.startswith("PAPERLINE_")] == ["PAPERLINE_HOME"]
