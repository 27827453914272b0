"""Suspending who answers for an agent stops the agent at its next gate."""

from config.demo.process import WORKFLOW_KEY
from governance.services.execution.intent import intend
from tenants.models import Role
from tenants.services import change_role, restore_person, suspend_person
from tests.cast import Cast
from tests.governance.halting import at_work, claimed, intent_of

WHY = "She has left the company."


def test_an_agent_whose_owner_is_suspended_stops_at_the_next_gate(acme: Cast) -> None:
    with acme.scope(acme.ada):
        change_role(acme.vi, role=Role.ADMIN, by=acme.ada)
    run = acme.open_run()
    assert acme.ask_payment(run)["decision"] == "allow"
    action_id, fence = claimed(acme, run)

    with acme.scope(acme.vi):
        suspend_person(acme.ada, by=acme.vi, reason=WHY)

    # What was allowed and not begun, what is asked now, and a new run.
    with at_work(acme):
        assert intend(action_id, fence=fence) is None
    assert intent_of(acme, action_id) is None
    refused = acme.ask_payment(run)
    assert (refused["decision"], refused["refused_by"]) == ("deny", "standing")
    new_run = acme.api("POST", "runs", {"workflow": WORKFLOW_KEY})
    assert new_run.status_code == 403

    with acme.scope(acme.vi):
        restore_person(acme.ada, by=acme.vi, reason="It was a mistake.")
    assert acme.ask_payment(run)["decision"] == "allow"
