"""What an admin can do something about on the pages of boundaries, made anew."""

from collections.abc import Callable

from governance.engine.document import content_hash
from governance.selectors.boundaries import draft_document
from governance.services.boundaries import (
    draft_rule,
    propose_boundary,
    publish_boundary,
    write_list,
)
from tenants.models import Client
from tests.cast import Cast
from tests.governance.happenings import an_invoice


def _nothing(cast: Cast) -> dict[str, str]:
    return {}


def _rule(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        key = f"idle-{an_invoice().lower()}"
        action = {"action": "supplier.notify", "effect": "deny", "reason": "A trial."}
        return {"rule_id": str(draft_rule(key=key, title=key, **action).id)}


def _list(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        name = f"idle-{an_invoice().lower()}"
        return {"list_id": str(write_list(name=name, title=name, entries=[]).id)}


def _next(cast: Cast) -> dict[str, str]:
    _publisher(cast, demanded=False)
    _rule(cast)
    with cast.scope(cast.ada):
        return {"content_hash": content_hash(draft_document())}


def _proposed(cast: Cast) -> dict[str, str]:
    _next(cast)
    with cast.scope(cast.ada):
        return {"proposal_id": str(propose_boundary(proposed_by=cast.ada).id)}


def _replaced(cast: Cast) -> dict[str, str]:
    _next(cast)
    with cast.scope(cast.ada):
        return {"number": str(publish_boundary(published_by=cast.ada).number - 1)}


def _publisher(cast: Cast, *, demanded: bool = True) -> dict[str, str]:
    with cast.scope(cast.ada):
        client = Client.objects.get()
        client.second_publisher = demanded
        client.save(update_fields=["second_publisher"])
    return {}


OF_BOUNDARIES: dict[str, Callable[[Cast], dict[str, str]]] = {
    "boundaries/propose/": _next,
    "boundaries/publish/": _next,
    "boundaries/publisher/": _publisher,
    "boundaries/proposals/<uuid:proposal_id>/publish/": _proposed,
    "boundaries/proposals/<uuid:proposal_id>/withdraw/": _proposed,
    "boundaries/rules/write/": _nothing,
    "boundaries/rules/<uuid:rule_id>/change/": _rule,
    "boundaries/rules/<uuid:rule_id>/status/": _rule,
    "boundaries/lists/write/": _nothing,
    "boundaries/lists/<uuid:list_id>/change/": _list,
    "boundaries/lists/<uuid:list_id>/drop/": _list,
    "boundaries/versions/<int:number>/restore/": _replaced,
}
