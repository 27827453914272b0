"""No immediate answer to "who is accountable?": the agent does not run."""

from datetime import timedelta

from agents.models import OwnerRole, Ownership
from audit.models import Entry
from config.demo.process import WORKFLOW_KEY
from governance.models import Clearance, Run
from governance.services.clearances import revoke
from tenants.clock import database_now
from tests.cast import Cast


def end_ownership(cast: Cast) -> None:
    with cast.scope():
        owned = Ownership.objects.get(agent=cast.agent, role=OwnerRole.OWNER)
        owned.until = database_now()
        owned.save(update_fields=["until"])


def test_an_agent_with_owner_and_clearance_may_open_a_run(acme: Cast) -> None:
    opened = acme.api("POST", "runs", {"workflow": WORKFLOW_KEY})

    assert opened.status_code == 201
    assert opened.json()["owner"] == {"name": "Ada Rossi"}


def test_an_agent_without_an_owner_opens_no_run_and_leaves_a_trace(acme: Cast) -> None:
    end_ownership(acme)

    refused = acme.api("POST", "runs", {"workflow": WORKFLOW_KEY})

    assert refused.status_code == 403
    assert refused["content-type"] == "application/problem+json"
    assert "nobody has accepted to answer for Invoice agent" in refused.json()["detail"]
    with acme.scope():
        assert not Run.objects.exists()
        assert Entry.objects.filter(event="run.refused").count() == 1


def test_an_agent_whose_owner_has_gone_is_refused_in_a_run_that_it_has(
    acme: Cast,
) -> None:
    run = acme.open_run()
    end_ownership(acme)

    action = acme.ask_payment(run)

    assert action["status"] == "refused"
    assert action["refused_by"] == "standing"


def test_an_owner_who_no_longer_works_at_the_client_answers_for_nothing(
    acme: Cast,
) -> None:
    with acme.scope():
        acme.ada.is_active = False
        acme.ada.save(update_fields=["is_active"])

    assert acme.api("POST", "runs", {"workflow": WORKFLOW_KEY}).status_code == 403


def test_an_agent_whose_clearance_was_revoked_is_refused(acme: Cast) -> None:
    run = acme.open_run()
    with acme.scope():
        cleared = Clearance.objects.get(agent=acme.agent)
        revoke(cleared, by=acme.ada, reason="The workflow is changed.")

    assert acme.ask_payment(run)["refused_by"] == "standing"
    assert acme.api("POST", "runs", {"workflow": WORKFLOW_KEY}).status_code == 403


def test_a_clearance_ends_by_itself(acme: Cast) -> None:
    with acme.scope():
        clearance = Clearance.objects.get(agent=acme.agent)
        live = clearance.expires_at - database_now()

    assert timedelta(days=170) < live <= timedelta(days=180)


def test_the_agent_can_ask_who_answers_for_it(acme: Cast) -> None:
    told = acme.api("GET", "agent").json()

    assert told["owner"] == {"name": "Ada Rossi"}
    assert told["standing"] == {"may_act": True, "reasons": []}
    assert told["sentence"] == (
        "Ada Rossi answers for Invoice agent of Acme Logistics. "
        "It may act inside its boundaries."
    )
