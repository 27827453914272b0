"""From drafted rules to a version in force: proposed, published, put back."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.selectors import Filters, story
from governance.models import (
    BoundaryProposal,
    BoundaryRule,
    BoundaryVersion,
    NamedList,
    RuleStatus,
)
from governance.selectors.boundaries import current_boundary, draft_document
from governance.services.boundaries import (
    change_rule,
    demand_second_publisher,
    draft_rule,
    propose_boundary,
    publish_boundary,
    publish_proposal,
    restore_version,
    set_rule_status,
    withdraw_proposal,
    write_list,
)
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.models import Role
from tests.cast import Cast

_RULE: dict[str, Any] = {
    "key": "no-letters",
    "title": "No letters",
    "effect": "deny",
    "action": "supplier.notify",
    "reason": "Letters are written by people.",
}


def keys_in_force() -> list[str]:
    version = current_boundary()
    assert version is not None
    return [rule["key"] for rule in version.document["rules"]]


def told(row: Any) -> list[str]:
    return [line.sentence for line in story(Filters(target_id=str(row.id)))]


def promote(cast: Cast) -> None:
    """Make Bo a second admin."""
    with cast.scope():
        cast.bo.role = Role.ADMIN
        cast.bo.save(update_fields=["role"])


def second_needed(cast: Cast) -> None:
    """Let Acme demand a second publisher, and have one."""
    promote(cast)
    with cast.scope():
        demand_second_publisher(demanded=True, by=cast.ada)


def test_a_rule_is_in_the_version_that_its_status_says(acme: Cast) -> None:
    with acme.scope():
        rule = draft_rule(**_RULE, status=RuleStatus.DRAFT)
        with pytest.raises(Conflict, match="Nothing has changed since version 1"):
            publish_boundary(published_by=acme.ada)
        set_rule_status(rule, status=RuleStatus.OBSERVE)
        publish_boundary(published_by=acme.ada)
        assert draft_document()["rules"][-1]["observe"] is True
        set_rule_status(rule, status=RuleStatus.ACTIVE)
        publish_boundary(published_by=acme.ada)
        assert draft_document()["rules"][-1]["observe"] is False
        set_rule_status(rule, status=RuleStatus.RETIRED)
        version = publish_boundary(published_by=acme.ada)

        assert version.number == 4
        assert "no-letters" not in keys_in_force()
        with pytest.raises(Conflict, match="is that already: retired"):
            set_rule_status(rule, status=RuleStatus.RETIRED)
        assert told(rule) == [
            "Ada Rossi wrote rule 11, “No letters”. In the next version: draft.",
            *(
                "Ada Rossi set what rule 11, “No letters”, will be in the next "
                f"version: {now}; before: {before}."
                for before, now in [
                    ("draft", "only observes"),
                    ("only observes", "in force"),
                    ("in force", "retired"),
                ]
            ),
        ]


def test_one_act_publishes_where_nobody_else_is_demanded(acme: Cast) -> None:
    with acme.scope():
        draft_rule(**_RULE)
        with pytest.raises(Conflict, match="have changed since you read them"):
            publish_boundary(published_by=acme.ada, shown="sha256:0")
        version = publish_boundary(published_by=acme.ada)

        proposal = BoundaryProposal.objects.get(version=version)
        assert (proposal.state, proposal.closed_by) == ("published", acme.ada)
        assert version.proposed_by == version.published_by == acme.ada
        with pytest.raises(Conflict, match="is published"):
            publish_proposal(proposal, published_by=acme.ada)


def test_a_newer_proposal_overtakes_and_a_withdrawn_one_is_over(acme: Cast) -> None:
    with acme.scope():
        draft_rule(**_RULE)
        first = propose_boundary(proposed_by=acme.ada)
        second = propose_boundary(proposed_by=acme.ada, reason="Better.")
        first.refresh_from_db()
        assert first.state == "overtaken"
        with pytest.raises(Conflict, match="is overtaken"):
            publish_proposal(first, published_by=acme.ada)
        withdraw_proposal(second, by=acme.ada)
        with pytest.raises(Conflict, match="is withdrawn"):
            publish_proposal(second, published_by=acme.ada)
        assert keys_in_force()[-1] == "notify-often"
        # What was proposed is published, not what has been written since.
        third = propose_boundary(proposed_by=acme.ada)
        draft_rule(**{**_RULE, "key": "later"})
        publish_proposal(third, published_by=acme.ada)
        assert keys_in_force()[-1] == "no-letters"


def test_another_person_publishes_where_the_client_demands_it(acme: Cast) -> None:
    with acme.scope(), pytest.raises(Conflict, match="no second admin"):
        demand_second_publisher(demanded=True, by=acme.ada)
    second_needed(acme)
    with acme.scope():
        draft_rule(**_RULE)
        with pytest.raises(NotAllowed, match="another admin"), transaction.atomic():
            publish_boundary(published_by=acme.ada)
        proposal = propose_boundary(proposed_by=acme.ada)
        with pytest.raises(NotAllowed, match="another admin"):
            publish_proposal(proposal, published_by=acme.ada)
    with acme.scope(acme.bo):
        version = publish_proposal(proposal, published_by=acme.bo)
        assert (version.proposed_by, version.published_by) == (acme.ada, acme.bo)
    with acme.scope(acme.vi), pytest.raises(NotAllowed, match="Only an admin"):
        demand_second_publisher(demanded=False, by=acme.vi)
    with acme.scope(acme.bo):
        demand_second_publisher(demanded=False, by=acme.bo)
        with pytest.raises(Conflict):
            demand_second_publisher(demanded=False, by=acme.bo)
        draft_rule(**{**_RULE, "key": "alone"})
        publish_boundary(published_by=acme.bo)


@pytest.mark.parametrize("proposer", ["ada", None])
def test_the_database_demands_the_second_person_too(
    acme: Cast, proposer: str | None
) -> None:
    second_needed(acme)
    with acme.scope():
        row = BoundaryVersion(
            number=2,
            document={"format": 2, "lists": {}, "rules": []},
            content_hash="sha256:0",
            proposed_by=acme.people[proposer] if proposer else None,
            published_by=acme.ada,
            published_at=database_now(),
        )
        with (
            pytest.raises(IntegrityError, match="another person than who proposed"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)
        row.proposed_by = acme.bo
        row.save(force_insert=True)


def test_what_became_of_a_proposal_stays_so_in_the_database(acme: Cast) -> None:
    with acme.scope():
        draft_rule(**_RULE)
        proposal = propose_boundary(proposed_by=acme.ada)
        withdraw_proposal(proposal, by=acme.ada)
        proposal.state, proposal.closed_by, proposal.closed_at = "open", None, None
        with (
            pytest.raises(IntegrityError, match="is withdrawn and stays so"),
            transaction.atomic(),
        ):
            proposal.save(update_fields=["state", "closed_by", "closed_at"])


def test_an_earlier_version_comes_back_as_a_new_one(acme: Cast) -> None:
    with acme.scope():
        before = draft_document()
        lost = BoundaryRule.objects.get(key="match")
        change_rule(BoundaryRule.objects.get(key="pay-small"), title="Other")
        added = draft_rule(**_RULE)
        draft = draft_rule(**{**_RULE, "key": "draft"}, status=RuleStatus.DRAFT)
        lost.delete()
        write_list(name="banned", title="Banned", entries=["a"])
        publish_boundary(published_by=acme.ada)

        proposal = restore_version(1, by=acme.ada)

        assert draft_document() == before == proposal.document
        added.refresh_from_db()
        draft.refresh_from_db()
        assert (added.status, draft.status) == ("retired", "draft")
        assert not NamedList.objects.exists()
        version = publish_proposal(proposal, published_by=acme.ada)
        assert version.number == 3
        assert version.content_hash == proposal.content_hash
        with pytest.raises(Conflict, match="Nothing has changed"), transaction.atomic():
            restore_version(1, by=acme.ada)
        publish_proposal(restore_version(2, by=acme.ada), published_by=acme.ada)
        assert "no-letters" in keys_in_force()
        assert NamedList.objects.get().entries == ["a"]


def test_the_gate_reads_the_new_version_at_its_next_decision(acme: Cast) -> None:
    run = acme.open_run()
    assert acme.ask_payment(run)["boundary_version"] == 1
    with acme.scope():
        rule = BoundaryRule.objects.get(key="pay-small")
        set_rule_status(rule, status=RuleStatus.RETIRED)
        proposal = propose_boundary(proposed_by=acme.ada)
    assert acme.ask_payment(run)["boundary_version"] == 1

    with acme.scope():
        publish_proposal(proposal, published_by=acme.ada)

    refused = acme.ask_payment(run)
    assert (refused["status"], refused["boundary_version"]) == ("refused", 2)
