"""Registers and named lists, as a file has them."""

from typing import Any

from governance.clientfile.plans import Change, Kind
from governance.models import NamedList, Record, Register
from governance.services.as_code.titles import retitle
from governance.services.boundaries import change_list, load_records, write_list
from governance.services.facts import remove_record


def load_register(change: Change) -> None:
    """Make a register's records what the file says, and its title."""
    item = change.item
    name, title = item["name"], item["title"]
    register = Register.objects.filter(name=name).first()
    there = _records(register)
    wanted = {str(one["id"]): one for one in item["records"]}
    different = [one for key, one in wanted.items() if there.get(key) != one]
    if register is None or different:
        load_records(name=name, title=title, records=different)
    if register is None:
        return
    if register.title != title:
        retitle(register, title, what="register")
    _remove(register, sorted(there.keys() - wanted.keys()))


def load_list(change: Change) -> None:
    """Make a named list what the file says; raises what the services raise."""
    name, title = change.item["name"], change.item["title"]
    entries = change.item["entries"]
    if change.kind is Kind.ADDED:
        write_list(name=name, title=title, entries=entries)
        return
    one = NamedList.objects.get(name=name)
    change_list(one, title=title, entries=entries)


def _records(register: Register | None) -> dict[str, Any]:
    rows = Record.objects.filter(register=register) if register else ()
    return {one.key: {"id": one.key, **one.data} for one in rows}


def _remove(register: Register, keys: list[str]) -> None:
    for key in keys:
        remove_record(register, key)
