"""Forgetting an installation: what ``up`` made, and nothing else."""

import shutil
from pathlib import Path

from config.embedded.folders import lock, socket_folder

_MADE_BY_UP = (
    "bank",
    "demo.json",
    "invoice_agent.json",
    "logs",
    "mail",
    "postgres",
    "postgres.lock",
    "postgres.new",
    "scheduler",
    "secrets.json",
    "valkey",
    "valkey.lock",
)


def reset(data: Path) -> bool:
    """Remove what ``up`` made in a folder; False if nothing was ever made there.

    Whatever else lies there stays, in case the folder was chosen unluckily.

    Raises:
        EmbeddedServerError: Remit is running with this folder.
    """
    marker = data / "up.lock"
    if not marker.exists():
        return False
    with lock(marker):
        shutil.rmtree(socket_folder(data), ignore_errors=True)
        for name in _MADE_BY_UP:
            _remove(data / name)
        marker.unlink()
    if not any(data.iterdir()):
        data.rmdir()
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
