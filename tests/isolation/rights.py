"""Who may do what at a client of one's own: one line, one route.

Whoever is not named is refused. Somebody of Finance is who the demo's rules ask.
"""

from collections.abc import Callable
from uuid import UUID

from agents.models import Agent, OwnerRole
from agents.services import name_owner, register_agent
from governance.models import HaltScope
from governance.services.halts import set_halt
from tenants.models import Role
from tenants.selectors import group_by_id, member_by_id
from tenants.services import (
    add_person,
    create_group,
    create_user,
    invite,
    join_group,
    suspend_person,
)
from tests.cast import PASSWORD, Cast
from tests.governance.answering import asked
from tests.governance.happenings import an_invoice, open_run, stopped, unknown

EVERYBODY = {"admin", "operator", "auditor", "member", "approver", "works at both"}
HANDS = {"admin", "operator"}
FINANCE = {"operator", "approver"}

AT_A_CLIENT: dict[str, set[str]] = {
    "": EVERYBODY,
    "inbox/": EVERYBODY,
    "inbox/news": EVERYBODY,
    "inbox/<uuid:checkpoint_id>/answer": FINANCE,
    "runs/": EVERYBODY,
    "runs/<int:number>/": EVERYBODY,
    "runs/<int:number>/story/": EVERYBODY,
    "incidents/": EVERYBODY,
    "incidents/<int:number>/": EVERYBODY,
    "incidents/<int:number>/note/": HANDS,
    "incidents/<int:number>/attest/": HANDS,
    "incidents/<int:number>/close/": HANDS,
    "agents/": EVERYBODY,
    "agents/<uuid:agent_id>/": EVERYBODY,
    "agents/<uuid:agent_id>/halt/": HANDS,
    "agents/<uuid:agent_id>/lift/": {"admin"},
    "owners/<uuid:ownership_id>/accept/": {"operator"},  # the person named
    "people/": EVERYBODY,
    "people/invite/": {"admin"},
    "people/<uuid:membership_id>/": EVERYBODY,
    "people/<uuid:membership_id>/role/": {"admin"},
    "people/<uuid:membership_id>/suspend/": {"admin"},
    "people/<uuid:membership_id>/restore/": {"admin"},
    "invitations/<uuid:invitation_id>/send/": {"admin"},
    "invitations/<uuid:invitation_id>/withdraw/": {"admin"},
    "groups/create/": {"admin"},
    "groups/<uuid:group_id>/": EVERYBODY,
    "groups/<uuid:group_id>/rename/": {"admin"},
    "groups/<uuid:group_id>/add/": {"admin"},
    "groups/<uuid:group_id>/remove/": {"admin"},
    "trace/": EVERYBODY,
    "trace/<uuid:entry_id>/": EVERYBODY,
}


def _idle(cast: Cast) -> Agent:
    return register_agent(name=f"Idle {an_invoice()}", purpose="Waits.")


def _checkpoint(cast: Cast) -> dict[str, str]:
    return {"checkpoint_id": str(asked(cast))}


def _stopped(cast: Cast) -> dict[str, str]:
    return {"number": str(stopped(cast, open_run(cast)).number)}


def _unknown(cast: Cast) -> dict[str, str]:
    return {"number": str(unknown(cast, amount="1.00", invoice=an_invoice()).number)}


def _working(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"agent_id": str(_idle(cast).id)}


def _halted(cast: Cast) -> dict[str, str]:
    found = _working(cast)
    halted = {"scope": HaltScope.AGENT, "target_id": UUID(found["agent_id"])}
    with cast.scope(cast.ada):
        set_halt(**halted, label="It", by=cast.ada, reason="A drill.")  # type: ignore[arg-type]
    return found


def _named(cast: Cast) -> dict[str, str]:
    with cast.scope():
        role = OwnerRole.OWNER
        named = name_owner(agent=_idle(cast), membership=cast.bo, role=role)
    return {"ownership_id": str(named.id)}


def _nobody_new(cast: Cast) -> dict[str, str]:
    return {}


def _somebody(cast: Cast, *, active: bool = True) -> dict[str, str]:
    mark = an_invoice()
    with cast.scope(cast.ada):
        user = create_user(email=f"{mark}@acme.example", name=mark, password=PASSWORD)
        person = add_person(user=user, role=Role.MEMBER)
        if not active:
            suspend_person(person, by=cast.ada, reason="A drill.")
    return {"membership_id": str(person.id)}


def _gone(cast: Cast) -> dict[str, str]:
    return _somebody(cast, active=False)


def _invited(cast: Cast) -> dict[str, str]:
    email = f"{an_invoice()}@acme.example"
    with cast.scope(cast.ada):
        asked = invite(name="Nia", email=email, role=Role.MEMBER, by=cast.ada)
    return {"invitation_id": str(asked.id)}


def _group(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        return {"group_id": str(create_group(name=f"Group {an_invoice()}").id)}


def _outsider(cast: Cast) -> dict[str, str]:
    return {**_group(cast), **_somebody(cast)}


def _insider(cast: Cast) -> dict[str, str]:
    found = _outsider(cast)
    with cast.scope(cast.ada):
        join_group(
            membership=member_by_id(UUID(found["membership_id"])),
            group=group_by_id(UUID(found["group_id"])),
        )
    return found


# What a person can do something about, made anew for each who may.
FRESH: dict[str, Callable[[Cast], dict[str, str]]] = {
    "inbox/<uuid:checkpoint_id>/answer": _checkpoint,
    "incidents/<int:number>/note/": _stopped,
    "incidents/<int:number>/attest/": _unknown,
    "incidents/<int:number>/close/": _stopped,
    "agents/<uuid:agent_id>/halt/": _working,
    "agents/<uuid:agent_id>/lift/": _halted,
    "owners/<uuid:ownership_id>/accept/": _named,
    "people/invite/": _nobody_new,
    "people/<uuid:membership_id>/role/": _somebody,
    "people/<uuid:membership_id>/suspend/": _somebody,
    "people/<uuid:membership_id>/restore/": _gone,
    "invitations/<uuid:invitation_id>/send/": _invited,
    "invitations/<uuid:invitation_id>/withdraw/": _invited,
    "groups/create/": _nobody_new,
    "groups/<uuid:group_id>/rename/": _group,
    "groups/<uuid:group_id>/add/": _outsider,
    "groups/<uuid:group_id>/remove/": _insider,
}
