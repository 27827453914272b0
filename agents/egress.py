"""Where runners may connect to: hosts that the client lists, at public addresses.

A private address needs the operator's word besides. An address is looked up once
and the connection goes to just that address, so a name that answers differently the
second time gains nothing.
"""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import idna

_PORTS = {"http": 80, "https": 443}
_USUAL_PORT = 443
_LONGEST_NAME = 253
_HIGHEST_PORT = 65_535

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class EgressRefusedError(Exception):
    """The destination is not one that runners may connect to."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host by its exact name, in the one way that names are written, and a port."""

    name: str
    port: int = _USUAL_PORT

    def __str__(self) -> str:
        return self.name if self.port == _USUAL_PORT else self.key

    @property
    def key(self) -> str:
        """Return name and port, as an operator's list writes them."""
        return f"{self.name}:{self.port}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What binds a destination: the client's list, and the operator's exceptions.

    ``private`` are addresses that may be private, and reached without https; both
    are ``host:port``, as ``Host.key`` is.
    """

    listed: Collection[str]
    private: Collection[str]


@dataclass(frozen=True, slots=True)
class Destination:
    """A checked destination: connect to ``url``, speak to ``host``."""

    url: str
    host: str
    host_header: str


def read_host(text: str) -> Host:
    """Return the host that somebody wrote: ``bank.example`` or ``bank.example:8443``.

    Raises:
        EgressRefusedError: it is none; in words.
    """
    if "/" in text or "@" in text:
        raise EgressRefusedError("Write the host alone, without https:// or a path.")
    if "*" in text:
        raise EgressRefusedError("Write each host out: * stands for none.")
    return _host(_parts(f"https://{text.strip()}"))


def host_of(url: str) -> Host:
    """Return the host of a web address.

    Raises:
        EgressRefusedError: this is no web address.
    """
    return _host(_parts(url))


def check_address(url: str, limits: Limits) -> Host:
    """Return the host of an address that may be connected to, as far as its words say.

    Raises:
        EgressRefusedError: with what is wrong, in words.
    """
    host = host_of(url)
    if host.key not in limits.listed:
        raise EgressRefusedError(f"{host} is not on the list of allowed hosts.")
    if host.key in limits.private:
        return host
    if _parts(url).scheme != "https":
        raise EgressRefusedError(f"{host} is only reached over https.")
    literal = _literal(host.name)
    if literal is not None:
        _require_public(host, literal)
    return host


def check(url: str, limits: Limits) -> Destination:
    """Resolve and check a destination.

    Raises:
        EgressRefusedError: with what is wrong, in words.
    """
    host = check_address(url, limits)
    address = _resolve(host)
    if host.key not in limits.private:
        _require_public(host, address)
    parts = _parts(url)
    literal = f"[{address}]" if address.version == 6 else str(address)
    usual = host.port == _PORTS[parts.scheme]
    return Destination(
        url=parts._replace(netloc=f"{literal}:{host.port}").geturl(),
        host=host.name.strip("[]"),
        host_header=host.name if usual else host.key,
    )


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise EgressRefusedError("This is not a web address.") from error


def _host(parts: SplitResult) -> Host:
    try:
        name, port = parts.hostname, parts.port
    except ValueError as error:
        raise EgressRefusedError(
            f"A port is a number from 1 to {_HIGHEST_PORT}."
        ) from error
    if parts.scheme not in _PORTS or not name or parts.username is not None:
        raise EgressRefusedError("This is not a web address.")
    return Host(_written(name), _PORTS[parts.scheme] if port is None else _real(port))


def _real(port: int) -> int:
    if port == 0:
        raise EgressRefusedError(f"A port is a number from 1 to {_HIGHEST_PORT}.")
    return port


def _written(name: str) -> str:
    """Return a host's name in the one way: small letters, ASCII, no dot at the end."""
    literal = _literal(name)
    if literal is not None:
        return f"[{literal}]" if literal.version == 6 else str(literal)
    try:
        written = idna.encode(name.rstrip("."), uts46=True, std3_rules=True).decode()
    except idna.IDNAError as error:
        raise EgressRefusedError("This is not the name of a host.") from error
    if len(written) > _LONGEST_NAME:
        raise EgressRefusedError("This is not the name of a host.")
    return written


def _literal(name: str) -> Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None


def _require_public(host: Host, address: Address) -> None:
    if not address.is_global:
        raise EgressRefusedError(f"{host} is not a public address.")


def _resolve(host: Host) -> Address:
    try:
        found = socket.getaddrinfo(
            host.name.strip("[]"), host.port, type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        raise EgressRefusedError(f"{host} has no address.") from error
    return ipaddress.ip_address(found[0][4][0])
