"""Writes: drafting rules, publishing them together, loading the facts they ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.engine.document import (
    FORMAT,
    MEMBERS,
    DocumentError,
    content_hash,
    read_document,
)
from governance.models import BoundaryRule, BoundaryVersion, Record, Register
from tenants.clock import database_now
from tenants.errors import Invalid
from tenants.models import Membership


def draft_rule(**fields: Any) -> BoundaryRule:
    """Write a rule down and return it. It takes effect only when published."""
    rule = BoundaryRule(**fields)
    rule.save(force_insert=True)
    return rule


def publish_boundary(*, published_by: Membership) -> BoundaryVersion:
    """Freeze the drafted rules into the next boundary version and return it.

    Raises:
        Invalid: a rule is malformed; the message names it.
    """
    rules = BoundaryRule.objects.order_by("number", "id")
    written = [_as_document(rule) for rule in rules]
    document = {"format": FORMAT, "lists": {}, "rules": written}
    try:
        read_document(document)
    except DocumentError as error:
        raise Invalid(str(error), field="rules") from error
    last = BoundaryVersion.objects.order_by("-number").first()
    version = BoundaryVersion(
        number=last.number + 1 if last else 1,
        document=document,
        content_hash=content_hash(document),
        published_by=published_by,
        published_at=database_now(),
    )
    version.save(force_insert=True)
    record(
        Event.BOUNDARY_PUBLISHED,
        target=Target("boundary_version", version.id),
        params={"version": str(version.number), "count": str(len(rules))},
        where=Circumstances(authority={"content": version.content_hash}),
    )
    return version


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


def _as_document(rule: BoundaryRule) -> dict[str, Any]:
    written = {name: getattr(rule, name) for name in MEMBERS - {"observe"}}
    if written["obligation"] is not None:
        written["obligation"] = {"quorum": 1, **written["obligation"]}
    return {**written, "observe": False}
