"""What a person can do something about, made anew for each who may."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from agents.models import Agent, AgentKey, OwnerRole
from agents.services import (
    allow_host,
    issue_key,
    name_owner,
    publish_action_type,
    register_agent,
)
from agents.services.signing import rotate_secret
from agents.webhooks import new_secret
from config.demo.process import NOTIFY, WORKFLOW_KEY
from governance.models import RuleStatus
from governance.selectors.rescues import run_by_number
from governance.services.replays import replay_due
from governance.services.rescuing import have_done_by_hand
from tenants.errors import Conflict
from tenants.models import Group, Role
from tenants.selectors import group_by_id, member_by_id
from tenants.services import (
    add_person,
    create_group,
    create_user,
    invite,
    join_group,
    suspend_person,
)
from tenants.services.groups import rename_group
from tests.agents.connecting import connect
from tests.cast import PASSWORD, Cast
from tests.governance.amounts import lower_again
from tests.governance.answering import asked
from tests.governance.happenings import an_invoice, open_run, stopped
from tests.governance.readying import clear_for, waive_all
from tests.governance.ruling import change_rule
from tests.isolation.bodies import GROUP_LOADED
from tests.isolation.fresh_announcements import OF_ANNOUNCEMENTS
from tests.isolation.fresh_boundaries import OF_BOUNDARIES
from tests.isolation.fresh_facts import FACTS
from tests.isolation.fresh_halts import OF_HALTS
from tests.isolation.fresh_people import OF_PEOPLE
from tests.isolation.fresh_readiness import OF_READINESS, owned
from tests.isolation.fresh_tickets import OF_TICKETS
from tests.isolation.fresh_undoing import OF_UNDOING


def _idle(cast: Cast) -> Agent:
    return register_agent(name=f"Idle {an_invoice()}", purpose="Waits.")


def _checkpoint(cast: Cast) -> dict[str, str]:
    return {"checkpoint_id": str(asked(cast))}


def _raisable(cast: Cast) -> dict[str, str]:
    # In force, and so that no limit of the day asks besides.
    lower_again(cast)
    with suppress(Conflict):
        change_rule(cast, "pay-daily", status=RuleStatus.RETIRED)
    return _checkpoint(cast)


def _stopped_run(cast: Cast) -> dict[str, str]:
    run = open_run(cast)
    stopped(cast, run)
    return {"number": str(run.number)}


def _by_hand(cast: Cast) -> dict[str, str]:
    found = _stopped_run(cast)
    with cast.scope(cast.ada):
        run = run_by_number(int(found["number"]))
        have_done_by_hand(run, by=cast.ada, reason="It is due today.")
    return found


def _working(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"agent_id": str(_idle(cast).id)}


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


def _in_place(cast: Cast) -> dict[str, str]:
    return {
        **_working(cast),
        "membership_id": str(cast.vi.id),
        "workflow": WORKFLOW_KEY,
    }


def _a_name(cast: Cast) -> dict[str, str]:
    return {"membership_id": str(cast.vi.id)}


def _key(cast: Cast) -> dict[str, str]:
    with cast.scope():
        text = issue_key(agent=_idle(cast))
        key = AgentKey.objects.get(prefix=text.split("_")[1])
    return {"key_id": str(key.id)}


def _ready(cast: Cast) -> dict[str, str]:
    agent = owned(cast)
    with cast.scope(cast.ada):
        waive_all(cast, agent)
    return {"agent_id": str(agent.id), "workflow": WORKFLOW_KEY}


def _cleared(cast: Cast) -> dict[str, str]:
    signed = clear_for(cast, owned(cast), days=1)
    return {"clearance_id": str(signed.id)}


def _all_replayed(cast: Cast) -> dict[str, str]:
    replay_due()
    return {}


def _nothing(cast: Cast) -> dict[str, str]:
    return {}


def _declared(cast: Cast) -> dict[str, str]:
    with cast.scope():
        declared = replace(NOTIFY, name=f"idle.{an_invoice().lower()}")
        runner = connect(cast)
        return {"action_type_id": str(publish_action_type(declared, runner=runner).id)}


def _connected(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"runner_id": str(connect(cast).id)}


def _rotated(cast: Cast) -> dict[str, str]:
    with cast.scope():
        runner = connect(cast)
        rotate_secret(runner, new_secret(), overlap=timedelta(days=1))
        return {"runner_id": str(runner.id)}


def _allowed(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        name = f"{an_invoice().lower()}.example"
        return {"host_id": str(allow_host(name, by=cast.ada, reason="A trial.").id)}


# Names of what is there, for what is only looked at.
LOOKED_AT: dict[str, dict[str, str]] = {
    "boundaries/versions/<int:number>/": {"number": "1"},
    "boundaries/try/answer/": {"workflow": WORKFLOW_KEY},
}


def _not_loaded(cast: Cast) -> dict[str, str]:
    with cast.scope():
        for group in Group.objects.filter(name=GROUP_LOADED):
            rename_group(group, name=f"Renamed {an_invoice()}")
    return {}


# What a person can do something about, made anew for each who may.
FRESH: dict[str, Callable[[Cast], dict[str, str]]] = {
    "inbox/<uuid:checkpoint_id>/answer": _checkpoint,
    "inbox/<uuid:checkpoint_id>/rule/draft/": _raisable,
    "runs/<int:number>/rescue/": _stopped_run,
    "runs/<int:number>/steps/": _by_hand,
    **OF_UNDOING,
    **OF_TICKETS,
    "agents/register/": _a_name,
    "agents/<uuid:agent_id>/describe/": _working,
    "agents/<uuid:agent_id>/owners/name/": _in_place,
    "owners/<uuid:ownership_id>/accept/": _named,
    "people/invite/": _nobody_new,
    "people/<uuid:membership_id>/role/": _somebody,
    "people/<uuid:membership_id>/suspend/": _somebody,
    "people/<uuid:membership_id>/restore/": _gone,
    "invitations/<uuid:invitation_id>/send/": _invited,
    "invitations/<uuid:invitation_id>/withdraw/": _invited,
    "groups/create/": _nobody_new,
    "groups/<uuid:group_id>/rename/": _group,
    "groups/<uuid:group_id>/hours/": _group,
    "groups/<uuid:group_id>/escalation/write/": _group,
    "groups/<uuid:group_id>/add/": _outsider,
    "groups/<uuid:group_id>/remove/": _insider,
    "owners/<uuid:ownership_id>/withdraw/": _named,
    "agents/<uuid:agent_id>/keys/issue/": _working,
    "keys/<uuid:key_id>/end/": _key,
    "keys/<uuid:key_id>/revoke/": _key,
    "agents/<uuid:agent_id>/clearances/sign/": _ready,
    "clearances/<uuid:clearance_id>/revoke/": _cleared,
    **OF_BOUNDARIES,
    **OF_HALTS,
    "action-types/declare/": _nothing,
    "action-types/<uuid:action_type_id>/declare/": _declared,
    **FACTS,
    **OF_ANNOUNCEMENTS,
    **OF_PEOPLE,
    **OF_READINESS,
    "reviews/clearances/<uuid:clearance_id>/": _cleared,
    "connections/connect/": _nothing,
    "connections/<uuid:runner_id>/change/": _connected,
    "connections/<uuid:runner_id>/retire/": _connected,
    "connections/<uuid:runner_id>/rotate/": _connected,
    "connections/<uuid:runner_id>/end-secret/": _rotated,
    "connections/<uuid:runner_id>/test/": _connected,
    "boundaries/replay/ask/": _all_replayed,
    "as-code/load/": _not_loaded,
    "hosts/allow/": _nothing,
    "hosts/<uuid:host_id>/remove/": _allowed,
}
