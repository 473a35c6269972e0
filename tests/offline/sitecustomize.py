"""Cuts the network for the test suite: Python imports this file by itself when its folder is on
PYTHONPATH, so it also works in pytest's workers, in notebook kernels and in every other Python
process that they start.

Means: an audit hook (PEP 578) that no later code can remove. It refuses to look up, connect or
send to anything but this computer, raises `NetworkIsCut`, which is no OSError, so that code which
tolerates a broken network does not hide the attempt, and notes the attempt in the file that
COURSE_OFFLINE_LOG names: tests/conftest.py then fails the whole run, even if a notebook caught the
exception.

Not covered: what opens sockets without Python's `socket` module, namely C and C++ libraries
(libzmq, gloo), programs that are not Python (curl, node, the browser, whose requests the browser
tests count themselves), asyncio's proactor on Windows, and Pythons started with -I, -E or -S.
"""

import ipaddress
import os
import socket
import sys

EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}


class NetworkIsCut(RuntimeError):
    """A test or a notebook tried to reach another computer."""


def is_this_computer(host: object) -> bool:
    """Whether a host name or address can only mean this computer."""
    if host is None:
        return True
    if isinstance(host, (bytes, bytearray)):
        host = host.decode("ascii", "replace")
    name = str(host).lower().rstrip(".").partition("%")[0]
    if name in ("", "localhost", "0.0.0.0", "::", socket.gethostname().lower()):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def refuse_outside(event: str, arguments: tuple) -> None:
    """The audit hook."""
    if event not in EVENTS:
        return
    address = arguments[EVENTS[event]]
    if EVENTS[event] == 1:
        if address is None or arguments[0].family not in (socket.AF_INET, socket.AF_INET6):
            return  # a connected socket, or one of the operating system's own kinds
        address = address[0]
    if is_this_computer(address):
        return
    message = f"{event} to {address!r}: tests and notebooks use no network"
    log = os.environ.get("COURSE_OFFLINE_LOG")
    if log:
        with open(log, "a", encoding="utf-8", newline="\n") as file:
            file.write(f"{message} (process {os.getpid()}: {' '.join(sys.argv)[:200]})\n")
    raise NetworkIsCut(message)


if not getattr(sys, "course_network_is_cut", False):
    sys.course_network_is_cut = True
    sys.addaudithook(refuse_outside)
