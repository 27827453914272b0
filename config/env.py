"""Settings from the environment: typed, and refused when they make no sense.

A bad value stops the process with one line that names the variable; it is never
replaced by a default. An empty variable counts as absent.
"""

import os
import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
_ADDRESS = re.compile(r"^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$")
_MAX_PORT = 65535
_POSTGRESQL = {"postgresql", "postgres"}


def env_text(name: str, *, default: str = "") -> str:
    """Return a variable as it stands, without surrounding blanks."""
    return os.environ.get(name, "").strip() or default


def env_choice(name: str, *, default: str, choices: Collection[str]) -> str:
    """Return one of some words, whatever its capitals."""
    value = env_text(name, default=default).lower()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}.")
    return value


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes or no: 1/0, true/false, yes/no, on/off."""
    value = env_text(name).lower()
    if not value:
        return default
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false.")
    return value in _TRUE


def env_int(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """Return a whole number between two bounds, both included."""
    value = env_text(name) or str(default)
    if not re.fullmatch(r"-?\d{1,18}", value) or not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {minimum} to {maximum}."
        )
    return int(value)


def env_rate(name: str, *, per_second: int, burst: int) -> dict[str, int]:
    """Return ``<name>_PER_SECOND`` and ``<name>_BURST``, how many at once."""
    return {
        "per_second": env_int(
            f"{name}_PER_SECOND", default=per_second, minimum=1, maximum=10_000
        ),
        "burst": env_int(f"{name}_BURST", default=burst, minimum=1, maximum=1_000_000),
    }


def env_list(name: str, *, default: list[str]) -> list[str]:
    """Return the parts of a comma-separated list, without blanks."""
    parts = [part.strip() for part in env_text(name).split(",")]
    return [part for part in parts if part] or default


def env_addresses(name: str) -> list[str]:
    """Return a comma-separated list of ``host:port`` addresses."""
    addresses = env_list(name, default=[])
    for address in addresses:
        match = _ADDRESS.match(address)
        if match is None or not 0 < int(match[2]) <= _MAX_PORT:
            raise ImproperlyConfigured(f"{name}: {address} is not host:port.")
    return addresses


def env_secret(name: str, *, minimum: int) -> str:
    """Return a secret of at least ``minimum`` characters, or nothing if absent.

    It may stand in a file named by ``<name>_FILE`` instead, so that it need not
    be in the environment.
    """
    value = env_text(name) or _from_file(f"{name}_FILE")
    if 0 < len(value) < minimum:
        raise ImproperlyConfigured(f"{name} must have {minimum} characters or more.")
    return value


def env_key(name: str, *, size: int) -> str:
    """Return a key of ``size`` bytes in its base64 text, or nothing if absent."""
    text = env_secret(name, minimum=1)
    if text and not _is_key(text, size):
        raise ImproperlyConfigured(f"{name} must be {size} bytes in base64.")
    return text


def env_keys(name: str, *, size: int) -> list[str]:
    """Return comma-separated keys of ``size`` bytes each, in base64."""
    parts = [part.strip() for part in env_secret(name, minimum=1).split(",")]
    keys = [part for part in parts if part]
    if not all(_is_key(key, size) for key in keys):
        raise ImproperlyConfigured(
            f"{name} must be keys of {size} bytes in base64, with commas between them."
        )
    return keys


def env_web_address(name: str, *, default: str) -> str:
    """Return an http(s) address without path, and without a slash at its end."""
    value = env_text(name, default=default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"{name} must be like https://remit.example.com.")
    return value


def env_path(name: str, *, default: Path) -> Path:
    """Return an absolute path; a relative one counts from the current folder."""
    value = env_text(name)
    return Path(value).resolve() if value else default


def env_database(name: str) -> dict[str, Any] | None:
    """Return Django's settings of one PostgreSQL database, or None if absent.

    Forms: ``postgresql://user:password@host:port/name?sslmode=require`` and
    ``postgresql://user@/name?host=/folder/of/the/socket``. What follows the
    question mark goes to libpq.
    """
    url = env_text(name) or _from_file(f"{name}_FILE")
    if not url:
        return None
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    database = unquote(parts.path.lstrip("/"))
    if parts.scheme not in _POSTGRESQL or not database or not parts.username:
        # The address may hold a password: it is not repeated here.
        raise ImproperlyConfigured(f"{name} must be postgresql://user@host/database.")
    return {
        "ENGINE": "tenants.postgresql",
        "NAME": database,
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": _port(name, parts.netloc) or options.pop("port", ""),
        "OPTIONS": options,
    }


def _is_key(text: str, size: int) -> bool:
    try:
        return len(b64decode(text, validate=True)) == size
    except Base64Error:
        return False


def _port(name: str, netloc: str) -> str:
    match = re.search(r":([^:@\]]*)$", netloc.rpartition("@")[2])
    port = match[1] if match else ""
    if port and not (port.isdigit() and 0 < int(port) <= _MAX_PORT):
        raise ImproperlyConfigured(f"{name} has a port that is no port.")
    return port


def _from_file(name: str) -> str:
    path = env_text(name)
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name} names a file that cannot be read.") from (
            error
        )
