"""As whom PostgreSQL runs: it refuses to run as root.

No user is added, and no folder above the data is opened to others.
"""

import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.embedded.children import Command, run
from config.embedded.errors import EmbeddedServerError
from config.embedded.kernel import become_user, enter_user_namespace

_NOBODY = 65534
_USERS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Identity:
    """How to become the one who runs the server, and whose the files are."""

    uid: int
    gid: int
    become: Callable[[], None] | None


def find_identity(*, program: Path, data: Path) -> Identity:
    """Return an identity that can run the program and reach the data's folder.

    Raises:
        EmbeddedServerError: the present one cannot, and there is no other.
    """
    for identity in _candidates():
        if _works(identity, program, data):
            return identity
    raise EmbeddedServerError(
        "PostgreSQL refuses to run as root, and no other user may reach "
        f"{data.parent}: run as an ordinary user, or set DATABASE_URL."
    )


def is_ours(uid: int) -> bool:
    """Return whether a file of that user is this process's, or one it gave away."""
    me = os.geteuid()
    return uid == me or (me == 0 and uid in {user.uid for user in _as_users()})


def give(path: Path, identity: Identity) -> None:
    """Make a file or folder, with all below it, belong to an identity."""
    if path.lstat().st_uid == identity.uid:
        return
    for folder, _, files in os.walk(path):
        for name in (".", *files):
            os.chown(
                Path(folder) / name, identity.uid, identity.gid, follow_symlinks=False
            )


def _candidates() -> list[Identity]:
    uid, gid = os.geteuid(), os.getegid()
    # Seen from outside it stays who it is: its files remain its own, and closed.
    in_namespace = Identity(
        uid=uid, gid=gid, become=lambda: enter_user_namespace(seen_as=_NOBODY)
    )
    if uid == 0:
        return [in_namespace, *_as_users()]
    plain = Identity(uid=uid, gid=gid, become=None)
    # initdb wants a user with a name; containers may run as one that has none.
    has_name = any(entry.pw_uid == uid for entry in pwd.getpwall())
    return [plain] if has_name else [in_namespace, plain]


def _as_users() -> list[Identity]:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return [_as_user(known[name]) for name in _USERS if name in known]


def _as_user(entry: pwd.struct_passwd) -> Identity:
    uid, gid = entry.pw_uid, entry.pw_gid
    return Identity(uid=uid, gid=gid, become=lambda: become_user(uid=uid, gid=gid))


def _works(identity: Identity, program: Path, data: Path) -> bool:
    def become_and_enter() -> None:
        if identity.become is not None:
            identity.become()
        os.chdir(data.parent)

    trial = Command(
        name=program.name,
        arguments=[str(program), "--version"],
        become=become_and_enter,
    )
    try:
        code, _ = run(trial, seconds=10)
    except EmbeddedServerError:
        return False
    return code == 0
