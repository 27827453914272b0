"""Writing named lists, which are frozen into the next version with the rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.events import Event
from audit.ledger import Target, record
from governance.engine.document import DocumentError, read_document
from governance.models import BoundaryRule, NamedList
from governance.selectors.boundaries import list_by_id
from governance.services.boundaries.turns import take_turn
from tenants.errors import Conflict, Invalid
from tenants.services.inputs import read_name, read_slug

_LONGEST_TITLE = 120


def write_list(*, name: str, title: str, entries: Sequence[str]) -> NamedList:
    """Write a list down and return it. Rules find it by its name once published.

    Raises:
        Invalid: name, title or entries are not acceptable.
        Conflict: another list has the name.
    """
    take_turn()
    one = NamedList(
        name=_read_name(name),
        title=read_name(title, field="title", longest=_LONGEST_TITLE),
        entries=_read_entries(entries),
    )
    if NamedList.objects.filter(name=one.name).exists():
        raise Conflict("Another list has this name.", field="name")
    one.save(force_insert=True)
    _record(Event.LIST_WRITTEN, one, count=str(len(one.entries)))
    return one


def change_list(one: NamedList, *, title: str, entries: Sequence[str]) -> NamedList:
    """Change title and entries of a list for the next version, and return it.

    Raises:
        Invalid: title or entries are not acceptable.
        Conflict: nothing would be different.
    """
    take_turn()
    one = list_by_id(one.id, lock=True)
    words = read_name(title, field="title", longest=_LONGEST_TITLE)
    read, before = _read_entries(entries), one.entries
    if (words, read) == (one.title, before):
        raise Conflict("Nothing is different: the list has these entries already.")
    one.title, one.entries = words, read
    one.save(update_fields=["title", "entries"])
    added, removed = set(read) - set(before), set(before) - set(read)
    _record(Event.LIST_CHANGED, one, added=str(len(added)), removed=str(len(removed)))
    return one


def drop_list(one: NamedList) -> None:
    """Leave a list out of the next version.

    Raises:
        Conflict: a rule that is not retired names it.
    """
    take_turn()
    one = list_by_id(one.id, lock=True)
    for rule in BoundaryRule.objects.exclude(status="retired").order_by("number"):
        if one.name in _lists_in(rule.conditions):
            told = f"Rule {rule.number}, “{rule.title}”, names it: change that first."
            raise Conflict(told)
    _record(Event.LIST_DROPPED, one)
    one.delete()


def _read_name(text: str) -> str:
    try:
        return read_slug(text)
    except Invalid as error:
        raise Invalid(error.message, field="name") from error


def _read_entries(entries: Sequence[str]) -> list[str]:
    read = list(dict.fromkeys(stripped for one in entries if (stripped := one.strip())))
    try:
        read_document({"format": 2, "lists": {"list": read}, "rules": []})
    except DocumentError as error:
        where = error.path.removeprefix("lists.list").strip("[]")
        told = f"Entry {int(where) + 1}: {error.problem}" if where else error.problem
        raise Invalid(told, field="entries") from error
    return read


def _lists_in(conditions: Any) -> set[str]:
    """Return the names of the lists in a tree of conditions, however it is built."""
    if isinstance(conditions, Mapping):
        named = conditions.get("list")
        own = {named} if isinstance(named, str) and len(conditions) == 1 else set()
        return own.union(*map(_lists_in, conditions.values()))
    if isinstance(conditions, list):
        return set().union(*map(_lists_in, conditions))
    return set()


def _record(event: Event, one: NamedList, **more: str) -> None:
    record(
        event, target=Target("named_list", one.id), params={"list": one.title, **more}
    )
