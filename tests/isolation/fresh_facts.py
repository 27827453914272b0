"""What a person can do something about among facts, made anew for each who may."""

from collections.abc import Callable
from datetime import timedelta

from governance.models import FeedKey, Record, Register
from governance.services import facts
from tenants.clock import database_now
from tests.cast import Cast
from tests.governance.happenings import an_invoice


def a_register() -> Register:
    """Create a register with one record, in the scope that is open."""
    name = f"idle-{an_invoice().lower()}"
    register = facts.create_register(name=name, title=f"Idle {name}")
    facts.put_record(register, "R-1", {"city": "Hamburg"})
    return register


def a_feed(register: Register, cast: Cast) -> str:
    """Issue a key of a register as its client's first person, and return its text."""
    return facts.issue_feed_key(
        register,
        name="ERP",
        expires_at=database_now() + timedelta(days=1),
        by=next(iter(cast.people.values())),
        after=0,
    )


def _register(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"register_id": str(a_register().id)}


def _record(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"record_id": str(Record.objects.get(register=a_register()).id)}


def _upload(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"upload_id": upload_of(a_register(), cast)}


def upload_of(register: Register, cast: Cast) -> str:
    """Keep a file aside for a register, as its client's first person."""
    by = next(iter(cast.people.values()))
    raw = b"id,city\nR-1,Bremen"
    return str(facts.upload_file(register, raw, removes=False, by=by).id)


def _feed(cast: Cast) -> dict[str, str]:
    with cast.scope():
        text = a_feed(a_register(), cast)
        return {"feed_id": str(FeedKey.objects.get(prefix=text.split("_")[1]).id)}


def _nothing(cast: Cast) -> dict[str, str]:
    return {}


FACTS: dict[str, Callable[[Cast], dict[str, str]]] = {
    "facts/create/": _nothing,
    "facts/<uuid:register_id>/change/": _register,
    "facts/<uuid:register_id>/upload/": _register,
    "facts/<uuid:register_id>/add/": _register,
    "facts/<uuid:register_id>/keys/issue/": _register,
    "facts/keys/<uuid:feed_id>/revoke/": _feed,
    "facts/records/<uuid:record_id>/change/": _record,
    "facts/records/<uuid:record_id>/remove/": _record,
    "facts/uploads/<uuid:upload_id>/apply/": _upload,
}
