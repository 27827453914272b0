"""TCP ports: whether one is free, and finding one that is."""

import socket

from config.supervisor.errors import CannotStartError

_LOOPBACK = "127.0.0.1"


def refuse_busy_port(host: str, port: int, *, advice: str) -> None:
    """Make sure that a port can be listened on.

    Raises:
        CannotStartError: it cannot; ends with the advice.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do: connections that are just closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStartError(
                f"Port {port} on {host} cannot be used ({error.strerror}): {advice}."
            ) from error


def free_port() -> int:
    """Return a port on the loopback address that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
