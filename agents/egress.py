"""Where runners may connect to: public addresses, and what an operator lists.

The address is looked up once and the connection goes to just that address, so a
name that answers differently the second time gains nothing.
"""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}


class EgressRefusedError(Exception):
    """The destination is not one that runners may connect to."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A checked destination: connect to ``url``, speak to ``host``."""

    url: str
    host: str
    host_header: str


def check(url: str, *, allowed: Collection[str]) -> Destination:
    """Resolve and check a destination.

    ``allowed`` lists ``host:port`` pairs that may be private; everything else
    must be https to a public address.

    Raises:
        EgressRefusedError: with what is wrong, in words.
    """
    parts = urlsplit(url)
    host, port = _host_and_port(parts)
    listed = f"{host}:{port}" in allowed
    if parts.scheme != "https" and not listed:
        raise EgressRefusedError(f"{host} is only reached over https.")
    address = _resolve(host, port)
    if not listed and not address.is_global:
        raise EgressRefusedError(f"{host} is not a public address.")
    literal = f"[{address}]" if address.version == 6 else str(address)
    pinned = parts._replace(netloc=f"{literal}:{port}").geturl()
    return Destination(url=pinned, host=host, host_header=parts.netloc)


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    if parts.scheme not in _PORTS or not parts.hostname or parts.username:
        raise EgressRefusedError("This is not a web address.")
    return parts.hostname, parts.port or _PORTS[parts.scheme]


def _resolve(host: str, port: int) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise EgressRefusedError(f"{host} has no address.") from error
    return ipaddress.ip_address(found[0][4][0])
