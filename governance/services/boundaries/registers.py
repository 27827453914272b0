"""Loading the records that the platform looks up before it decides."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.events import Event
from audit.ledger import Target, record
from governance.models import Record, Register


def load_records(
    *, name: str, title: str, records: Sequence[Mapping[str, Any]]
) -> Register:
    """Put records into a register, by their ``id``, and return the register.

    A record that is there is replaced where it differs.
    """
    register = Register.objects.filter(name=name).first()
    if register is None:
        register = Register(name=name, title=title)
        register.save(force_insert=True)
    for one in records:
        _put(register, key=str(one["id"]), data=dict(one))
    record(
        Event.RECORDS_LOADED,
        target=Target("register", register.id),
        params={"register": register.title, "count": str(len(records))},
    )
    return register


def _put(register: Register, *, key: str, data: dict[str, Any]) -> None:
    found = Record.objects.filter(register=register, key=key).first()
    if found is None:
        Record(register=register, key=key, data=data).save(force_insert=True)
    elif found.data != data:
        found.data = data
        found.save(update_fields=["data"])
