"""The calls of a program that keeps the records of one register."""

from http import HTTPStatus
from typing import Any, cast

from rest_framework.request import Request

from governance.api.calls import Body, Call, in_scope
from governance.api.feeding import FeedKeyAuthentication, FeedPrincipal
from governance.api.openapi import described, named
from governance.engine.texts import normalised
from governance.models import Record, Register
from governance.selectors.registers import record_by_key, register_by_id
from governance.services.facts import put_record, remove_record
from tenants.errors import Invalid, NotFound

_MISSING = [HTTPStatus.NOT_FOUND]


class FactView(Call):
    """One record of the register that the key keeps."""

    authentication_classes = (FeedKeyAuthentication,)

    @named("get_fact", "What is on record under this key?")
    @described(answer="Fact", refuses=_MISSING)
    @in_scope
    def get(self, request: Request, register: str, record_key: str) -> Body:
        """Return the record that the key finds, however it is spelt."""
        kept = _register(request, register)
        return HTTPStatus.OK, _fact(kept, record_by_key(kept, record_key))

    @named("put_fact", "Put this on record under this key.")
    @described(answer="Fact", refuses=_MISSING, request="FactMembers")
    @in_scope
    def put(self, request: Request, register: str, record_key: str) -> Body:
        """Have the register hold exactly this record under the key."""
        kept = _register(request, register)
        put_record(kept, record_key, _members(dict(request.data), record_key))
        return HTTPStatus.OK, _fact(kept, record_by_key(kept, record_key))

    @named("delete_fact", "Take what is under this key off the record.")
    @described(answer="Fact", refuses=_MISSING)
    @in_scope
    def delete(self, request: Request, register: str, record_key: str) -> Body:
        """Remove the record, and answer with it as it was."""
        kept = _register(request, register)
        return HTTPStatus.OK, _fact(kept, remove_record(kept, record_key))


def _register(request: Request, name: str) -> Register:
    feed = cast("FeedPrincipal", request.user).caller
    register = register_by_id(feed.register_id)
    if register.name != name:
        raise NotFound("This key keeps no such register.")
    return register


def _members(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the members of a record without its id, which the path says."""
    given = body.get("id", key)
    if not isinstance(given, str) or normalised(given) != normalised(key):
        raise Invalid("The path says another id: leave this one out.", field="id")
    return {name: value for name, value in body.items() if name != "id"}


def _fact(register: Register, record: Record) -> dict[str, Any]:
    return {"register": register.name, "key": record.key, "record": record.data}
