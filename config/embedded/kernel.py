"""The few Linux calls that Python 3.11 does not offer.

They run in a child between fork and exec, so the C library is loaded beforehand
and nothing here allocates more than it must. On other systems each does nothing.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_IS_LINUX = sys.platform == "linux"
_LIBC = ctypes.CDLL(None, use_errno=True)

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CLONE_NEWUSER = 0x10000000
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


def die_with(parent: int, death_signal: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent is gone.

    Must come after any change of user, which forgets it again.
    """
    if not _IS_LINUX:
        return
    _call(_LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0))
    if os.getppid() != parent:
        # The parent died before the call above.
        os.kill(os.getpid(), signal.SIGKILL)


def enter_user_namespace(*, seen_as: int) -> None:
    """Be seen as another user by oneself alone; outside, nothing changes.

    Raises:
        OSError: user namespaces are not available here.
    """
    uid, gid = os.geteuid(), os.getegid()
    _call(_LIBC.unshare(_CLONE_NEWUSER))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{seen_as} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{seen_as} {gid} 1", encoding="ascii")


def become_user(*, uid: int, gid: int) -> None:
    """Become another user who can still enter the folders that root can.

    The folders above the data may be closed to that user, and opening them for
    everybody is not ours to do. So one capability is kept, if there is one.

    Raises:
        OSError: this process may not change its user.
    """
    _call(_LIBC.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0))
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    mask = 1 << _CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    # Effective, permitted, inheritable; then the same three for bits 32 and up.
    data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    if _LIBC.capset(header, data) == 0:
        _LIBC.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


def _call(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
