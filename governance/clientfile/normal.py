"""The one way in which a document says something, so that documents can be compared.

What has one usual meaning when it is left out is put there, or left out always.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from governance.clientfile.checking import KEYS
from governance.engine.money import Money
from governance.procedure import read_procedure, written

Item = dict[str, Any]
_REASON = "As the client's file says."

_USUAL: dict[str, Item] = {
    "hosts": {"reason": _REASON},
    "connections": {"url": "", "timeout_seconds": 10},
    "action_types": {
        "lookups": {},
        "effect_class": "unsafe",
        "performer": "platform",
        "connection": "",
        "probe": {},
        "compensation": {},
        "repeat_seconds": 24 * 3600,
        "permit_seconds": 120,
    },
    "rules": {"obligation": None, "limit": None},
}
# What owner and deputy may decide alone.
_TOLD = ("owner_decides", "deputy_decides")
_ASKED_ORDER = ("group", "kind", "quorum", "minutes")


def normalised(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a checked document with all that is usual written out."""
    made = dict(document)
    for section in made.keys() & KEYS.keys():
        shape = _SHAPES.get(section, dict)
        usual = _USUAL.get(section, {})
        made[section] = [shape(_filled(item, usual)) for item in made[section]]
    if "groups" in made:
        made["groups"] = [_line(name) for name in made["groups"]]
    if "client" in made:
        made["client"] = _client(made["client"])
    return made


def plain(money: Money) -> str:
    """Return an amount as a file has it: ``5000.50 EUR``."""
    return str(money).replace(",", "")


def shortened(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without what is usual: as it is written into a file."""
    made = dict(document)
    for section, usual in _USUAL.items():
        if section in made:
            made[section] = [_without(item, usual) for item in made[section]]
    return made


def _without(item: Mapping[str, Any], usual: Mapping[str, Any]) -> Item:
    return {
        name: value
        for name, value in item.items()
        if name not in usual or value != usual[name]
    }


def _client(item: Mapping[str, Any]) -> Item:
    made = dict(item)
    if "name" in item:
        made["name"] = _line(item["name"])
    if "attest_alone_up_to" in item:
        amount, currency = item["attest_alone_up_to"].split()
        made["attest_alone_up_to"] = plain(Money(Decimal(amount), currency))
    return made


def _person(item: Item) -> Item:
    made = {**item, "email": item["email"].lower(), "name": _line(item["name"])}
    if "groups" in item:
        made["groups"] = sorted({_line(name) for name in item["groups"]})
    return made


def _agent(item: Item) -> Item:
    mails = {name: item[name].lower() for name in ("owner", "deputy") if item.get(name)}
    told = {name: item[name].strip() for name in _TOLD if item.get(name)}
    made = {**item, **mails, **told}
    if "workflows" in item:
        made["workflows"] = sorted(set(item["workflows"]))
    return made


def _workflow(item: Item) -> Item:
    steps = written(read_procedure(item["steps"]))
    return {**item, "title": _line(item["title"]), "steps": steps}


def _facts(item: Item) -> Item:
    records = sorted(item["records"], key=lambda one: str(one["id"]))
    return {**item, "title": _line(item["title"]), "records": records}


def _list(item: Item) -> Item:
    entries = dict.fromkeys(words for one in item["entries"] if (words := one.strip()))
    return {**item, "title": _line(item["title"]), "entries": list(entries)}


def _rule(item: Item) -> Item:
    if item["obligation"] is None:
        return item
    asked = _ordered({"quorum": 1, **item["obligation"]}, _ASKED_ORDER)
    return {**item, "obligation": asked}


def _filled(item: Mapping[str, Any], usual: Item) -> Item:
    return {**item, **{name: usual[name] for name in usual if name not in item}}


def _ordered(item: Item, names: Sequence[str]) -> Item:
    """Return an item with these members first; files are compared line by line."""
    return {name: item[name] for name in names if name in item} | item


def _line(text: str) -> str:
    return " ".join(text.split())


_SHAPES: dict[str, Callable[[Item], Item]] = {
    "people": _person,
    "agents": _agent,
    "workflows": _workflow,
    "facts": _facts,
    "lists": _list,
    "rules": _rule,
}
