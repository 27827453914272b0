"""Who answers in whose place, and how people sign in, made anew for who may say so."""

from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.models import Authenticator

from tenants.clock import database_now
from tenants.models import Client, Delegation, Membership, Role, SupportAccess
from tenants.services import add_person, create_user
from tenants.services.delegating import delegate, withdraw_delegation
from tenants.services.support import end_access
from tests.cast import PASSWORD, Cast
from tests.governance.happenings import an_invoice
from tests.leads import a_lead, with_access
from tests.tenants.factors import with_factor

_LATER = timedelta(days=30)


def _new_person(cast: Cast) -> Membership:
    mark = an_invoice()
    user = create_user(email=f"{mark}@acme.example", name=mark, password=PASSWORD)
    return add_person(user=user, role=Role.MEMBER)


def _somebody(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        person = _new_person(cast)
    return {"membership_id": str(person.id), "to_id": str(cast.ada.id)}


def _delegated(cast: Cast) -> dict[str, str]:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        person, since = _new_person(cast), database_now() + _LATER
        made = delegate(person, to=by, since=since, until=since + _LATER, by=by)
    return {"delegation_id": str(made.id)}


def taken_back(cast: Cast) -> dict[str, str]:
    """Return a delegation about which nothing can be done, and who it was to."""
    by, parts = next(iter(cast.people.values())), _delegated(cast)
    with cast.scope(by):
        withdraw_delegation(Delegation.objects.get(id=parts["delegation_id"]), by=by)
    return {**parts, "to_id": str(by.id)}


def _can_demand(cast: Cast) -> dict[str, str]:
    with_factor(cast.ada.user)
    return {}


def _the_usual_hours(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        client = Client.objects.get()
        client.working_hours = {}
        client.save(update_fields=["working_hours"])
    return {}


def _looked_into(cast: Cast) -> dict[str, str]:
    lead = a_lead()
    with_access(lead, cast)
    with cast.scope():
        return {"access_id": str(SupportAccess.objects.get(lead=lead).id)}


def not_looked_into(cast: Cast) -> dict[str, str]:
    """Return a lead's access that is over."""
    parts = _looked_into(cast)
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        end_access(SupportAccess.objects.get(id=parts["access_id"]), by=by)
    return parts


def passwords_are_enough(cast: Cast) -> None:
    """Let nobody be asked for a second factor, and nobody have one."""
    with cast.scope(cast.ada):
        client = Client.objects.get()
        client.second_factor_required = False
        client.save(update_fields=["second_factor_required"])
    mine = [one.user for one in cast.people.values()]
    Authenticator.objects.filter(user__in=mine).delete()


OF_PEOPLE: dict[str, Callable[[Cast], dict[str, str]]] = {
    "people/<uuid:membership_id>/delegate/": _somebody,
    "people/second-factor/": _can_demand,
    "working-hours/set/": _the_usual_hours,
    "support/<uuid:access_id>/end/": _looked_into,
    "delegations/<uuid:delegation_id>/withdraw/": _delegated,
}
