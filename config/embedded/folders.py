"""Folders of private servers: who may enter them, and who is still in them."""

import fcntl
import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import IO

from config.embedded.errors import EmbeddedServerError
from config.embedded.identity import is_ours

# A socket's whole path may have 107 bytes; PostgreSQL's lock file is the longest.
_LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
_PROCESSES = Path("/proc")
_POLL_SECONDS = 0.02


def private_folder(path: Path) -> Path:
    """Make a folder that its owner alone can enter, and return it.

    Raises:
        EmbeddedServerError: it exists and is somebody else's, or cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink() or not is_ours(path.stat().st_uid):
            raise EmbeddedServerError(f"{path} belongs to somebody else.")
        path.chmod(0o700)
    except OSError as error:
        raise EmbeddedServerError(
            f"{path} cannot be made private: {error.strerror}."
        ) from error
    return path


def socket_folder(data: Path) -> Path:
    """Return a private folder for sockets whose path is short enough.

    It lies within ``data``, or in the temporary folder under a name made from
    the path of ``data`` when that path is too long.
    """
    inside = data / "run"
    if len(os.fsencode(inside)) <= _LONGEST_FOLDER:
        return private_folder(inside)
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return private_folder(Path(tempfile.gettempdir()) / f"remit-{os.geteuid()}-{name}")


def lock(path: Path) -> IO[bytes]:
    """Take a lock that lasts until the file is closed or this process ends.

    Raises:
        EmbeddedServerError: another process holds it.
    """
    handle = path.open("ab")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise EmbeddedServerError(
            f"{path.parent} is in use by another process."
        ) from error
    return handle


def wait_until_left(folder: Path, *, seconds: float) -> bool:
    """Wait until no process works in a folder; False if one still does.

    A server changes into its data folder. One whose parent was killed needs a
    moment to shut down, and a zombie, which no longer has a folder, counts as
    gone even where nobody collects it.
    """
    deadline = time.monotonic() + seconds
    while _is_inhabited(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _is_inhabited(folder: Path) -> bool:
    folder = folder.resolve()
    owner = folder.stat().st_uid
    return any(
        _works_in(process, folder, owner)
        for process in _PROCESSES.glob("[0-9]*")
        if process.name != str(os.getpid())
    )


def _works_in(process: Path, folder: Path, owner: int) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except PermissionError:
        # Another user's process, whose folder a container may hide from root.
        return _is_postgres_of(process, owner)
    except OSError:
        return False


def _is_postgres_of(process: Path, owner: int) -> bool:
    try:
        name = (process / "comm").read_text(encoding="utf-8").strip()
        return name == "postgres" and process.stat().st_uid == owner != os.geteuid()
    except OSError:
        return False
