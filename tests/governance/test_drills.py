"""A halt drill: a rehearsal is stopped midway, measured, and handed over."""

import pytest

from audit.models import Entry
from governance.models import Drill, DrillState, Halt, Run, Ticket, Waiver
from governance.selectors.readiness import drill_by_id, last_passed
from governance.services.drills import (
    answer_drill,
    expire_drill,
    rehearse,
    start_drill,
)
from governance.services.waiving import withdraw_waiver
from governance.states import RunState, TicketState
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tests.cast import Cast, payment
from tests.governance.readying import gaps_of, version_of


def started(cast: Cast) -> Drill:
    with cast.scope():
        return start_drill(agent=cast.agent, version=version_of(cast), by=cast.ada)


def handed_over(cast: Cast) -> Drill:
    drill = started(cast)
    rehearse(cast.client.id, drill.id)
    with cast.scope():
        return drill_by_id(drill.id)


def test_it_stops_a_rehearsal_before_the_point_of_no_return(acme: Cast) -> None:
    drill = handed_over(acme)

    assert drill.step == "pay"
    assert drill.state == DrillState.HANDED_OVER
    assert drill.run is not None
    assert drill.run.rehearsal
    assert drill.run.state == RunState.INTERRUPTED
    moments = [drill.halted_at, drill.noticed_at, drill.refused_at, drill.stopped_at]
    assert moments == sorted(one for one in moments if one is not None)
    with acme.scope():
        assert Halt.objects.get(label=f"Run {drill.run.number}").lifted_at is not None


def test_it_has_passed_once_the_person_says_so(acme: Cast) -> None:
    drill = handed_over(acme)
    with acme.scope():
        withdraw_waiver(Waiver.objects.get(check_code="recovery.drill"), by=acme.ada)
        assert gaps_of(acme) == ["recovery.drill"]

        answer_drill(drill, by=acme.ada)

        assert gaps_of(acme) == []
        workflow = drill.workflow_version.workflow
        assert last_passed(acme.agent, workflow) is not None
        assert (
            Ticket.objects.get(title__startswith="Halt drill").state
            == TicketState.RESOLVED
        )
        told = Entry.objects.filter(event__startswith="drill.").order_by("id")
        assert [one.event for one in told] == [
            "drill.started",
            "drill.handed_over",
            "drill.passed",
        ]


def test_nobody_else_can_say_so(acme: Cast) -> None:
    drill = handed_over(acme)

    with acme.scope(acme.bo), pytest.raises(NotAllowed, match="to Ada Rossi"):
        answer_drill(drill, by=acme.bo)


def test_it_fails_where_nobody_answers_in_time(acme: Cast) -> None:
    drill = handed_over(acme)
    with acme.scope():
        expire_drill(drill.id)
        assert drill_by_id(drill.id).state == DrillState.HANDED_OVER
        Drill.objects.filter(id=drill.id).update(answer_by=database_now())

        expire_drill(drill.id)

        failed = drill_by_id(drill.id)
        assert failed.state == DrillState.FAILED
        assert failed.failure == "the handover reached nobody in time"
        with pytest.raises(Conflict, match="waits for nobody"):
            answer_drill(failed, by=acme.ada)
        assert (
            Ticket.objects.get(title__startswith="Halt drill").state
            == TicketState.RESOLVED
        )


def test_nothing_is_let_through_a_rehearsal(acme: Cast) -> None:
    drill = handed_over(acme)
    with acme.scope():
        # As if it had not been stopped: not even then.
        Run.objects.filter(rehearsal=True).update(state=RunState.RUNNING)

    asked = acme.api("POST", "actions", payment({"id": str(drill.run_id)}))

    assert asked.status_code == 409
    assert "is a rehearsal" in asked.json()["detail"]


def test_one_drill_at_a_time(acme: Cast) -> None:
    started(acme)

    with pytest.raises(Conflict, match="under way"):
        started(acme)


def test_an_auditor_starts_none(acme: Cast) -> None:
    with acme.scope(acme.vi), pytest.raises(NotAllowed):
        start_drill(agent=acme.agent, version=version_of(acme), by=acme.vi)


def test_a_worker_that_died_is_followed_by_another_that_goes_on(acme: Cast) -> None:
    drill = started(acme)
    rehearse(acme.client.id, drill.id)
    rehearse(acme.client.id, drill.id)

    with acme.scope():
        assert Run.objects.filter(rehearsal=True).count() == 1
        assert Ticket.objects.filter(title__startswith="Halt drill").count() == 1
