"""Clients in whose every table something has happened."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID

from agents.runners import Report, Result
from agents.services import plan_absence, register_agent
from governance.escalation import USUAL
from governance.models import BoundaryVersion, Checkpoint, HaltScope, Register, Run
from governance.news import News
from governance.questionnaire import Reply, Told
from governance.services import checkpoints, facts, halts, replays
from governance.services.boundaries import (
    draft_rule,
    publish_boundary,
    write_list,
)
from governance.services.drafting import begin_draft
from governance.services.drills import answer_drill, rehearse, start_drill
from governance.services.escalating import write_escalation
from governance.services.execution import perform
from governance.services.lifting import lift_halt
from governance.services.notifying import tell_people
from governance.services.questionnaires import (
    answer_questionnaire,
    start_questionnaire,
)
from governance.services.recount import recount
from governance.services.rescuing import have_done_by_hand, write_step
from governance.services.reviewing import review_boundaries
from governance.services.subscribing import subscribe
from tenants.clock import database_now
from tenants.models import GroupMember, Role
from tenants.scoping import PLATFORM, client_scope
from tenants.services import (
    add_person,
    create_group,
    create_user,
    invite,
    suspend_person,
)
from tenants.services.delegating import delegate
from tests.agents.connecting import connect
from tests.cast import PASSWORD, Cast
from tests.governance.readying import answered_for, version_of
from tests.governance.undoing import being_undone
from tests.leads import a_lead, with_access
from tests.learning import find_out, learn

_CARRY_OUT = "governance.services.execution.carry_out"


@dataclass(frozen=True)
class Traces:
    """Ids of what has happened at a client."""

    run: str
    paid: str
    waiting: str
    interrupted: str


def live_in(cast: Cast) -> Traces:
    """Let something of everything happen at a client and return its traces."""
    _limit_a_flood(cast)
    run = cast.open_run()
    _post(cast, f"runs/{run['id']}/notes", {"text": "It matches its order."})
    _post(cast, f"runs/{run['id']}/heartbeat", {"fence": 1, "save_point": {"page": 1}})
    paid = cast.ask_payment(run)
    carry_out(cast, paid)
    waiting = cast.ask_payment(run, amount="7400.00")
    _refuse(cast, cast.ask_payment(run, amount="7500.00"))
    _tell_of(cast, waiting)
    _subscribe(cast)
    _halt_and_lift(cast)
    _invite(cast)
    _write_a_list(cast)
    _feed(cast)
    _replay(cast)
    _recount(cast)
    _drill(cast)
    _write_a_process(cast)
    _ask_about_a_process(cast)
    _be_away(cast)
    _escalate(cast)
    with_access(a_lead(), cast)
    _leave(cast)
    _review(cast)
    _do_by_hand(cast, _stopped(cast))
    being_undone(cast)
    find_out(cast)
    learn(cast, UUID(paid["id"]))
    return Traces(run["id"], paid["id"], waiting["id"], _stopped(cast))


def _stopped(cast: Cast) -> str:
    """Return a run whose agent has stopped it."""
    run = cast.open_run()
    stop = {
        "reason": "The page is not readable.",
        "last_safe_point": "Before reading.",
        "side_effects": "none",
    }
    _post(cast, f"runs/{run['id']}/interrupt", stop)
    return str(run["id"])


def _do_by_hand(cast: Cast, run_id: str) -> None:
    """Have a person do the first step of a run that stopped."""
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        run = Run.objects.select_related("agent", "workflow_version").get(id=run_id)
        have_done_by_hand(run, by=by, reason="It is due today.")
        first = run.workflow_version.steps[0]["key"]
        write_step(run, first, done=True, words="I read it myself.", by=by)


def _limit_a_flood(cast: Cast) -> None:
    """Publish a limit that rolls, with more room than anybody uses."""
    with cast.scope():
        draft_rule(
            key="pay-flood",
            title="No flood of payments",
            effect="deny",
            action="payment.send",
            conditions=None,
            limit={"count": 5000, "per": ["agent.id"], "window": {"hours": 24}},
            reason="Nobody has so many invoices.",
        )
        publish_boundary(published_by=next(iter(cast.people.values())))


def _refuse(cast: Cast, action: dict[str, Any]) -> None:
    """Let somebody who is asked say no."""
    with cast.scope():
        members = GroupMember.objects.filter(group__name=action["checkpoint"]["group"])
        by = members.select_related("membership__user").earliest("id").membership
        checkpoint = Checkpoint.objects.get(id=action["checkpoint"]["id"])
    with cast.scope(by):
        checkpoints.refuse(checkpoint=checkpoint, by=by, reason="It was not ordered.")


def _tell_of(cast: Cast, action: dict[str, Any]) -> None:
    """Write to those who are asked."""
    with client_scope(cast.client.id, actor=PLATFORM):
        tell_people(UUID(action["checkpoint"]["id"]))


def _invite(cast: Cast) -> None:
    admin = next(one for one in cast.people.values() if one.role == Role.ADMIN)
    with cast.scope(admin):
        email = f"nia+{cast.client.slug}@remit.example"
        invite(name="Nia Costa", email=email, role=Role.MEMBER, by=admin)


def _write_a_list(cast: Cast) -> None:
    with cast.scope():
        name = f"banned-{cast.client.id.hex[-20:]}"
        write_list(name=name, title=name, entries=[name])


def _feed(cast: Cast) -> None:
    """Let a program keep the register of orders, and look at a file for it."""
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        orders = Register.objects.get(name="purchase_orders")
        until = database_now() + timedelta(days=1)
        facts.issue_feed_key(orders, name="ERP", expires_at=until, by=by, after=0)
        raw = f"id,total\nPO-{cast.client.id.hex[-12:]},1".encode()
        facts.upload_file(orders, raw, removes=False, by=by)


def _replay(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        replays.ask_replay(days=1, asked_by=by)
    replays.replay_due()


def _recount(cast: Cast) -> None:
    with client_scope(cast.client.id, actor=PLATFORM):
        assert recount() == 0


def _write_a_process(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        begin_draft(version_of(cast).workflow, by=by)


def _ask_about_a_process(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        started = start_questionnaire(title=f"Cash {cast.client.slug}", by=by)
        answers = {"owner": Told(Reply.NO, f"Nobody at {cast.client.slug}.")}
        answer_questionnaire(started, answers, seen=1, by=by)


def _be_away(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        first = database_now() + timedelta(days=300)
        until = first + timedelta(days=9)
        plan_absence(by, since=first, until=until, by=by)
        others = [one for one in cast.people.values() if one.id != by.id]
        if others:
            delegate(by, to=others[0], since=first, until=until, by=by)


def _subscribe(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        subscribe(connect(cast), news=[News.TICKET_OPENED], by=by)


def _escalate(cast: Cast) -> None:
    by = next(one for one in cast.people.values() if one.role == Role.ADMIN)
    with cast.scope(by):
        group = create_group(name=f"Night watch of {cast.client.slug}")
        write_escalation(group, steps=USUAL, seen=0, by=by)


def _leave(cast: Cast) -> None:
    """Let somebody who answers for an agent leave, so that it is handed over."""
    by = next(iter(cast.people.values()))
    email = f"mo+{cast.client.slug}@remit.example"
    user = create_user(email=email, name="Mo Haas", password=PASSWORD)
    with cast.scope(by):
        person = add_person(user=user, role=Role.MEMBER)
        agent = register_agent(name="Left agent", purpose="Waits for somebody.")
    answered_for(cast, agent, by=person)
    with cast.scope(by):
        suspend_person(person, by=by, reason="They work elsewhere now.")


def _drill(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        drill = start_drill(agent=cast.agent, version=version_of(cast), by=by)
    rehearse(cast.client.id, drill.id)
    with cast.scope(by):
        answer_drill(drill, by=by)


def _review(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        boundary = BoundaryVersion.objects.latest("number")
        review_boundaries(boundary, by=by, found="Nothing has changed.")


def carry_out(cast: Cast, action: dict[str, Any]) -> None:
    """Carry an action out with a runner that says that it is done."""
    done = Report(Result.DONE, "The bank has accepted it.")
    with mock.patch(_CARRY_OUT, return_value=done):
        perform(client_id=cast.client.id, action_id=UUID(action["id"]))


def _post(cast: Cast, path: str, body: dict[str, Any]) -> None:
    response = cast.api("POST", path, body)
    assert response.status_code in {200, 201}, response.content


def _halt_and_lift(cast: Cast) -> None:
    by = next(iter(cast.people.values()))
    what: Any = {"scope": HaltScope.AGENT, "target_id": cast.agent.id, "by": by}
    with cast.scope(by):
        halt = halts.set_halt(**what, label="Invoice agent", reason="A drill.")
        lift_halt(halt, by=by, reason="The drill is over.")
