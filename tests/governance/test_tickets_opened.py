"""Incidents are opened by what happens and by people, with evidence as it was then."""

import json
from typing import Any

import pytest

from governance.models import Action, Evidence, Run, Ticket
from governance.services import tickets
from governance.services.digests import digest_of
from governance.services.sweep import look_for_refusals
from governance.services.tickets import Alarm, Reported, open_alarm
from governance.severity import (
    REFUSED_AGAIN,
    TIMES,
    UNKNOWN_AT_ONCE,
    Occasion,
    Severity,
)
from tenants.errors import Invalid, NotAllowed
from tests.cast import Cast
from tests.governance.happenings import an_invoice, open_run, unknown
from tests.governance.ticketing import a_ticket, events, now, work
from tests.governance.unsure import lost_and_askable

# No number of JavaScript, so no canonical JSON as it stands.
ODD = {"row": 2**60, "share": 0.5}


def about(cast: Cast, occasion: Occasion) -> list[Ticket]:
    with cast.scope():
        rows = Ticket.objects.filter(reason=occasion).select_related("owner__user")
        return list(rows.order_by("number"))


def frozen(cast: Cast, ticket: Ticket) -> list[Evidence]:
    with cast.scope():
        return list(Evidence.objects.filter(ticket=ticket).order_by("id"))


def test_not_knowing_what_became_of_a_payment_is_serious(acme: Cast) -> None:
    ticket = unknown(acme)

    assert (ticket.reason, ticket.rated) == ("EXCEPTION_AFTER_SEND", Severity.SERIOUS)
    assert ticket.deadline - ticket.opened_at == TIMES[Severity.SERIOUS].resolve


def test_an_agent_that_stops_before_anything_happened_is_moderate(acme: Cast) -> None:
    ticket = a_ticket(acme)

    assert (ticket.reason, ticket.rated) == ("AGENT_SELF_HALT", Severity.MODERATE)
    assert ticket.agent == acme.agent


def test_what_it_was_like_is_kept_with_fingerprints(acme: Cast) -> None:
    ticket = unknown(acme, invoice="NL-4711")

    found = {one.title: one for one in frozen(acme, ticket)}

    assert list(found) == [
        "What was asked",
        "What was decided: when asked",
        "What was decided: at execution",
        "What came back",
        "The run",
        "The ledger until then",
    ]
    asked = found["What was asked"].content
    assert asked["parameters"]["invoice"] == "NL-4711"
    assert asked["status"] == "unknown"
    assert all(one.digest == digest_of(one.content) for one in found.values())
    assert found["The ledger until then"].content["count"] >= 3


def test_what_is_kept_does_not_follow_what_happens_later(acme: Cast) -> None:
    action_id = lost_and_askable(acme)
    with acme.scope():
        ticket = Ticket.objects.get(action_id=action_id)
        before = [(one.title, one.digest) for one in frozen(acme, ticket)]
        Action.objects.filter(id=action_id).update(detail="Something else.")

    assert [(one.title, one.digest) for one in frozen(acme, ticket)] == before


def test_numbers_of_any_size_can_be_kept(acme: Cast) -> None:
    run = acme.open_run()
    with acme.scope():
        Run.objects.filter(id=run["id"]).update(save_point=ODD)
    stop = {"reason": "Torn.", "last_safe_point": "-", "side_effects": "none"}
    acme.api("POST", f"runs/{run['id']}/interrupt", stop)

    with acme.scope():
        ticket = Ticket.objects.get(run_id=run["id"])
    kept = next(one for one in frozen(acme, ticket) if one.title == "The run")
    assert kept.content["save_point"] == ODD


def test_much_that_is_unknown_at_once_is_one_critical_incident(acme: Cast) -> None:
    for _ in range(UNKNOWN_AT_ONCE.count - 1):
        unknown(acme, amount="1.00", invoice=an_invoice())
    assert about(acme, Occasion.MANY_UNKNOWN) == []

    for _ in range(2):
        unknown(acme, amount="1.00", invoice=an_invoice())

    (alarm,) = about(acme, Occasion.MANY_UNKNOWN)
    assert alarm.rated is Severity.CRITICAL
    assert "5 actions within 10 minutes" in alarm.title


def test_an_agent_that_is_refused_again_and_again_is_one_incident(acme: Cast) -> None:
    run = acme.open_run()

    def refuse(count: int) -> None:
        for _ in range(count):
            asked = acme.ask_payment(run, amount="999999.00")
            assert asked["status"] == "refused"
        look_for_refusals()

    refuse(REFUSED_AGAIN.count - 1)
    assert about(acme, Occasion.MANY_REFUSALS) == []
    refuse(1)
    refuse(1)

    (ticket,) = about(acme, Occasion.MANY_REFUSALS)
    assert ticket.title == "Invoice agent was refused 20 times within an hour"
    assert (ticket.owner, ticket.agent_id) == (acme.ada, acme.agent.id)

    work(acme, ticket, tickets.resolve, by=acme.ada, resolution="It is mended.")
    refuse(REFUSED_AGAIN.count - 1)
    assert len(about(acme, Occasion.MANY_REFUSALS)) == 1
    refuse(1)
    assert len(about(acme, Occasion.MANY_REFUSALS)) == 2


def test_of_what_is_about_the_same_there_is_one_at_a_time(acme: Cast) -> None:
    alarm = Alarm(Occasion.LIMITS_DIFFER, "It does not add up.", key="a limit")
    with acme.scope(acme.ada):
        first, second = open_alarm(alarm), open_alarm(alarm)

    assert first == second
    work(acme, first, tickets.resolve, by=acme.ada, resolution="Counted anew.")
    with acme.scope(acme.ada):
        assert open_alarm(alarm) != first


def reported(cast: Cast, **changes: Any) -> Reported:
    usual: dict[str, Any] = {
        "title": "A supplier called",
        "found": "The account is not theirs.",
        "severity": Severity.SERIOUS,
        "owner": cast.cy,
    }
    return Reported(**{**usual, **changes})


def report(cast: Cast, wanted: Reported, *, by: Any) -> Ticket:
    with cast.scope(by):
        ticket = tickets.report_incident(wanted, by=by)
    return now(cast, ticket)


def test_a_person_opens_one_for_somebody_who_then_has_to_acknowledge_it(
    acme: Cast,
) -> None:
    run = open_run(acme)

    ticket = report(acme, reported(acme, run=run), by=acme.ada)

    assert (ticket.opened_by, ticket.owner, ticket.run) == (acme.ada, acme.cy, run)
    assert (ticket.state, ticket.agent) == ("open", acme.agent)
    assert events(acme, ticket) == ["opened", "noted"]
    assert [one.title for one in frozen(acme, ticket)] == [
        "The run",
        "The ledger until then",
    ]


def test_who_opens_one_for_themselves_has_it(acme: Cast) -> None:
    ticket = report(acme, reported(acme, owner=acme.ada), by=acme.ada)

    assert ticket.state == "acknowledged"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": " "}, "title"), ({"found": ""}, "found"), ({"owner": "vi"}, "owner")],
)
def test_what_is_missing_is_asked_for(
    acme: Cast, changes: dict[str, Any], field: str
) -> None:
    if "owner" in changes:
        changes = {"owner": acme.people[changes["owner"]]}

    with pytest.raises(Invalid) as refused:
        report(acme, reported(acme, **changes), by=acme.ada)

    assert refused.value.field == field
    with pytest.raises(NotAllowed):
        report(acme, reported(acme), by=acme.vi)


def test_a_report_is_json_that_can_be_checked(acme: Cast) -> None:
    ticket = unknown(acme)
    path = f"/c/{acme.client.slug}/incidents/{ticket.number}/file/"

    answer = acme.browser(acme.vi).get(path)

    content = json.loads(answer.content)
    assert (content["incident"], content["state"]) == (ticket.number, "open")
    for one in content["evidence"]:
        assert one["digest"] == digest_of(one["content"])
    assert {one["event"] for one in content["timeline"]} >= {"ticket.opened"}
    assert content["action"] == str(ticket.action_id)
