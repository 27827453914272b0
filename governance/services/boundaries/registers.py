"""Loading the records that the platform looks up before it decides."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.events import Event
from audit.ledger import Target, record
from governance.models import Register, RegisterState
from governance.services.facts.columns import kinds_of
from governance.services.facts.loading import load_rows
from governance.services.facts.rows import read_rows


def load_records(
    *, name: str, title: str, records: Sequence[Mapping[str, Any]]
) -> Register:
    """Put records into a register, by their ``id``, and return the register.

    A record that is there is replaced where it differs.

    Raises:
        Invalid: a record cannot be kept; nothing was loaded.
    """
    register = Register.objects.filter(name=name).first()
    if register is None:
        register = Register(name=name, title=title)
        register.save(force_insert=True)
        RegisterState(register=register).save(force_insert=True)
    given = ((f"Record {number}", one) for number, one in enumerate(records, start=1))
    kinds = kinds_of(register.columns)
    rows = read_rows(given, kinds, cells=False, field="records")
    load_rows(register, rows)
    record(
        Event.RECORDS_LOADED,
        target=Target("register", register.id),
        params={"register": register.title, "count": str(len(records))},
    )
    return register
