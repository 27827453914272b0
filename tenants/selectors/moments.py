"""What time it is, for the database and at the scope's client."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from tenants.scoping import current_client_id
from tenants.statements import Statement, later


@dataclass(frozen=True, slots=True)
class AskedMoment:
    """What time it is, put off: see ``tenants.statements``."""

    statement: Statement

    def now(self) -> datetime:
        """Return the database's clock, aware and in UTC."""
        now: datetime = self._read()[0]
        return now

    def today(self) -> datetime:
        """Return the same moment in the client's time zone."""
        now, zone = self._read()
        return cast("datetime", now).astimezone(ZoneInfo(zone))

    def _read(self) -> tuple[Any, ...]:
        (row,) = self.statement.rows()
        return row


def ask_moment() -> AskedMoment:
    """Put off asking what time it is, and for the scope's client."""
    asked = "SELECT remit_now(), time_zone FROM tenants_client WHERE id = %s"
    return AskedMoment(later(asked, [current_client_id()]))
