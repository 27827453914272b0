"""What lets a clearance fall, or stops it for as long as something is missing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from agents.models import OwnerRole, Ownership
from audit.models import Entry
from config.demo.process import STEPS, WORKFLOW_KEY, WORKFLOW_TITLE
from governance.models import BoundaryRule, Clearance, Fall, RuleStatus, Waiver
from governance.selectors.standing import standing
from governance.services.boundaries import publish_boundary
from governance.services.settling import settle_client
from governance.services.waiving import withdraw_waiver
from governance.services.workflows import publish_workflow
from tenants.clock import database_now
from tenants.models import GroupMember
from tests.cast import Cast
from tests.governance.readying import clearance_of, gaps_of, readiness_of, version_of


def may_act(cast: Cast) -> bool:
    return standing(cast.agent, version_of(cast).workflow).may_act


def fell(cast: Cast) -> Clearance:
    found = clearance_of(cast)
    assert found.fell_at is not None
    return found


def test_a_newer_version_lets_it_fall_and_open_runs_go_on(acme: Cast) -> None:
    run = acme.open_run()
    with acme.scope():
        publish_workflow(key=WORKFLOW_KEY, title=WORKFLOW_TITLE, steps=STEPS[:3])

        assert fell(acme).fell_because == Fall.WORKFLOW
        assert not may_act(acme)
        assert Entry.objects.filter(event="clearance.fell").count() == 1

    assert acme.api("POST", "runs", {"workflow": WORKFLOW_KEY}).status_code == 403
    # Whoever is in the middle of version 1 was cleared for version 1.
    assert acme.ask_payment(run)["status"] != "refused"


def test_the_boundaries_no_longer_cover_an_action_so_it_falls(acme: Cast) -> None:
    with acme.scope():
        rules = BoundaryRule.objects.filter(action="supplier.notify", effect="allow")
        for rule in rules:
            rule.status = RuleStatus.RETIRED
            rule.save(update_fields=["status"])
        publish_boundary(published_by=acme.ada)

        assert fell(acme).fell_because == Fall.COVERAGE
        assert not may_act(acme)


def test_another_owner_has_not_signed_it(acme: Cast) -> None:
    with acme.scope():
        owned = Ownership.objects.get(agent=acme.agent, role=OwnerRole.OWNER)
        now = database_now()
        owned.until = now
        owned.save(update_fields=["until"])
        Ownership(
            agent=acme.agent,
            membership=acme.cy,
            role=OwnerRole.OWNER,
            named_at=now,
            duty="I answer for it.",
            accepted_at=now,
        ).save(force_insert=True)

        # The gate knows at once, and the look that follows writes it down.
        assert not may_act(acme)
        settle_client()
        assert fell(acme).fell_because == Fall.OWNER


def test_a_group_that_has_become_too_small_stops_it_until_it_is_mended(
    acme: Cast,
) -> None:
    with acme.scope():
        member = GroupMember.objects.get(membership=acme.cy)
        group = member.group
        member.delete()
        settle_client()

        assert gaps_of(acme) == ["accountability.approvers"]
        assert readiness_of(acme).ready_until is None
        assert not may_act(acme)
        assert clearance_of(acme).fell_at is None

        GroupMember(group=group, membership=acme.cy).save(force_insert=True)
        settle_client()
        assert may_act(acme)
        told = Entry.objects.filter(event__startswith="readiness.").order_by("id")
        assert [one.event for one in told][-2:] == ["readiness.lost", "readiness.found"]


def test_whoever_no_longer_answers_for_a_gap_stops_it(acme: Cast) -> None:
    with acme.scope():
        waiver = Waiver.objects.get(check_code="recovery.drill")
        withdraw_waiver(waiver, by=acme.ada)

        assert gaps_of(acme) == ["recovery.drill"]
        assert not may_act(acme)


def test_it_stops_by_the_clock_without_anybody_looking(acme: Cast) -> None:
    with acme.scope():
        state = readiness_of(acme)
        assert state.ready_until is not None
        # The waiver of the drill ends first.
        assert state.ready_until < database_now() + timedelta(days=90)
        state.ready_until = database_now()
        state.save(update_fields=["ready_until"])

        assert not may_act(acme)


def test_what_fell_stays_so_whoever_asks_the_database(acme: Cast) -> None:
    with acme.scope():
        publish_workflow(key=WORKFLOW_KEY, title=WORKFLOW_TITLE, steps=STEPS[:3])
        found = fell(acme)
        found.fell_at, found.fell_because = None, ""
        with pytest.raises(DatabaseError, match="stays so"), transaction.atomic():
            found.save(update_fields=["fell_at", "fell_because"])
