"""The switch: how the bank answers, per invoice number."""

import math
import threading
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Mode = Literal["ok", "slow", "failing", "reset", "silent", "lost"]
MODES: tuple[Mode, ...] = get_args(Mode)
EVERY_INVOICE = "*"
DEFAULT_SECONDS = 5.0
MOST_SECONDS = 3600.0


class UnknownSettingError(Exception):
    """The switch has no such setting; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One position of the switch. `seconds` counts for `slow` only.

    ok: pay and answer. slow: pay, answer late. failing: refuse, nothing paid.
    reset: pay, then break the connection. silent: pay, then never answer.
    lost: as silent, and not able to say whether it paid when it is asked.
    """

    match: str
    mode: Mode
    seconds: float = DEFAULT_SECONDS


class Switch:
    """The settings in force. Safe to use from threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settings: dict[str, Setting] = {}

    def turn(self, *, setting: Setting) -> None:
        """Put a setting in force; `ok` takes back what was set for the same match."""
        with self._lock:
            if setting.mode == "ok":
                self._settings.pop(setting.match, None)
            else:
                self._settings[setting.match] = setting

    def for_invoice(self, *, invoice: str) -> Setting:
        """Return what holds for an invoice: its own setting, the one for all, or ok."""
        with self._lock:
            anyway = self._settings.get(EVERY_INVOICE)
            own = self._settings.get(invoice)
        return own or anyway or Setting(match=invoice, mode="ok")

    def as_json(self) -> dict[str, Any]:
        """Return what is in force, for people looking."""
        with self._lock:
            return {"settings": [asdict(each) for each in self._settings.values()]}


def read_setting(*, row: object) -> Setting:
    """Read a setting from JSON. Raises UnknownSettingError naming the field."""
    if not isinstance(row, dict):
        raise UnknownSettingError("The body must be a JSON object")
    match, seconds = row.get("match"), row.get("seconds", DEFAULT_SECONDS)
    if not isinstance(match, str) or not match:
        raise UnknownSettingError('match must be an invoice number or "*"')
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise UnknownSettingError("seconds must be a number")
    if not math.isfinite(seconds) or not 0 <= seconds <= MOST_SECONDS:
        raise UnknownSettingError(f"seconds must be from 0 to {MOST_SECONDS:.0f}")
    return Setting(match=match, mode=_mode(row.get("mode")), seconds=float(seconds))


def read_fault(*, text: str) -> Setting:
    """Read `REF=MODE` from the command line. Raises UnknownSettingError."""
    match, _, mode = text.rpartition("=")
    if not match:
        raise UnknownSettingError(f"{text!r} is not of the form REF=MODE")
    return Setting(match=match, mode=_mode(mode))


def _mode(value: object) -> Mode:
    for mode in MODES:
        if mode == value:
            return mode
    raise UnknownSettingError(f"mode must be one of {', '.join(MODES)}")
