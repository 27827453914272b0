"""Secrets of one installation: made at its first start, kept for all later ones."""

import json
import os
import secrets
from base64 import b64encode
from dataclasses import asdict, dataclass
from pathlib import Path

from config.supervisor.errors import CannotStartError
from config.supervisor.ports import free_port

_PRIVATE = 0o600
_KEY_BYTES = 32
_WEBHOOK_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is made once. ``bank_port`` is kept with them: addresses name it."""

    secret_key: str
    key_pepper: str
    field_key: str
    permit_key: str
    bank_secret: str
    bank_port: int


def load_or_make(path: Path) -> Secrets:
    """Return the secrets in a file, which is made if it does not exist.

    Raises:
        CannotStartError: the file cannot be read or makes no sense. It is left
            as it is: without it, stored secrets cannot be read again.
    """
    if not path.exists():
        _write(path, make())
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if "permit_key" not in kept:
            # Made before there were permits.
            kept["permit_key"] = _key()
            _write(path, Secrets(**kept))
        return Secrets(**kept)
    except (OSError, ValueError, TypeError) as error:
        raise CannotStartError(f"The secrets in {path} cannot be read.") from error


def make() -> Secrets:
    """Return new secrets for an installation of its own."""
    webhook = b64encode(secrets.token_bytes(_WEBHOOK_SECRET_BYTES)).decode()
    return Secrets(
        secret_key=secrets.token_urlsafe(50),
        key_pepper=secrets.token_urlsafe(32),
        field_key=_key(),
        permit_key=_key(),
        bank_secret=f"whsec_{webhook}",
        bank_port=free_port(),
    )


def _key() -> str:
    return b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _write(path: Path, made: Secrets) -> None:
    # Renamed when whole, and never readable by others, not even for a moment.
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(made), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
